"""Estimators of the user's own, and what others do with estimators: clone, copy, pickle, route metadata, draw."""

import copy
import inspect
import pickle
import warnings

import cloudpickle
import joblib
import numpy as np
from sklearn import config_context
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin, clone
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, make_scorer, precision_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline


class Shift(TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):
    def __init__(self, by=1.0):
        self.by = by

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.asarray(X) + self.by


class Majority(ClassifierMixin, BaseEstimator):
    def fit(self, X, y, sample_weight=None):
        self.classes_, counts = np.unique(y, return_counts=True)
        self.most_ = self.classes_[counts.argmax()]
        return self

    def predict(self, X):
        return np.full(len(X), self.most_)


class Cautious(LogisticRegression):
    """Inherits all that is fitted."""


if __name__ == "__main__":
    generator = np.random.default_rng(0)
    X = generator.normal(size=(60, 3))
    y = (X[:, 0] + generator.normal(size=60) > 0).astype(int)

    pipeline = make_pipeline(Shift(2.0), PCA(2), Cautious(C=0.3)).fit(X, y)
    print(pipeline.score(X, y), Majority().fit(X, y).score(X, y))
    # Worker processes get these classes by value.
    search = GridSearchCV(make_pipeline(Shift(), Majority()), {"shift__by": [0.0, 1.0]}, cv=2, n_jobs=2).fit(X, y)
    print(search.best_params_)
    own = cloudpickle.dumps(Majority)
    print("by value", b"_trialbook" in own, len(own) > 0)

    for estimator in (pipeline, search, PCA(2), Cautious()):
        print(inspect.signature(estimator.fit), inspect.signature(type(estimator).fit), estimator.fit.__doc__ is None)
        print(clone(estimator), copy.deepcopy(estimator), estimator._repr_html_()[:0])
    joblib.dump(pipeline, "pipeline.joblib")
    with open("pipeline.pkl", "wb") as file:
        pickle.dump([pipeline, make_scorer(accuracy_score), LogisticRegression.fit, PCA.fit_transform], file)
    with open("pipeline.pkl", "rb") as file:
        loaded = pickle.load(file)
    print(loaded[2] is LogisticRegression.fit, loaded[3] is PCA.fit_transform, loaded[1])

    with config_context(enable_metadata_routing=True):
        routed = LogisticRegression().set_fit_request(sample_weight=True)
        print(routed.get_metadata_routing())
        print(Majority().set_fit_request(sample_weight=True).get_metadata_routing())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        LogisticRegression(max_iter=1).fit(X, y)
        precision_score([0, 1], [0, 0])
    print([(str(one.message)[:40], one.filename.rpartition("/")[2]) for one in caught])
    try:
        LogisticRegression().fit(X[:3], y)
    except ValueError as error:
        print(error)
    LogisticRegression(C="high").fit(X, y)
