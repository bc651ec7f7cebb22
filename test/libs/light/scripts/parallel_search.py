"""Searches a grid with worker processes of joblib."""

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

if __name__ == "__main__":
    birds = pd.read_csv("penguins.csv").dropna()
    search = GridSearchCV(RandomForestClassifier(n_estimators=5, random_state=0), {"max_depth": [2, 4]}, cv=2, n_jobs=2)
    search.fit(birds[["bill_length_mm", "bill_depth_mm"]], birds["species"])
    print(search.best_params_, f"{search.best_score_:.4f}")
