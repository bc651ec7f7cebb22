"""Searches over params, in this process, in threads and in worker processes; cross-validation; nested estimators."""

import numpy as np
import pandas as pd
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier, StackingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, make_scorer
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_val_score, cross_validate
from sklearn.tree import DecisionTreeClassifier


def accuracy(true, predicted):
    return accuracy_score(true, predicted)


if __name__ == "__main__":
    birds = pd.read_csv("penguins.csv").dropna()
    x, y = birds[["bill_length_mm", "bill_depth_mm"]], birds["species"]
    forest = RandomForestClassifier(n_estimators=5, random_state=0)
    search = GridSearchCV(forest, {"max_depth": np.arange(2, 5, 2)}, cv=2, scoring=make_scorer(accuracy), n_jobs=2)
    search.fit(x, y)
    print(search.best_params_, search.best_score_)
    random = RandomizedSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 3]}, n_iter=2, cv=2)
    print(random.fit(x, y).best_score_)
    print(cross_val_score(LogisticRegression(max_iter=500), x, y, cv=3))
    print(cross_validate(LogisticRegression(max_iter=500), x, y, cv=2, scoring=["accuracy"])["test_accuracy"])
    stack = StackingClassifier([("tree", DecisionTreeClassifier(max_depth=2))], LogisticRegression(max_iter=500), cv=2)
    print(stack.fit(x, y).score(x, y))
    bag = BaggingClassifier(DecisionTreeClassifier(max_depth=1), n_estimators=4, n_jobs=2, random_state=0)
    print(bag.fit(x, y).score(x, y))
