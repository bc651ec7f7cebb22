"""Lets MLflow log a search of scikit-learn's by itself."""

import mlflow
from sklearn.datasets import load_iris
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier

mlflow.sklearn.autolog(log_models=False, log_datasets=False)
features, species = load_iris(return_X_y=True)
search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 2]}, cv=2)
search.fit(features, species)
print(search.best_params_)
