"""scikit-learn: params, time and scores of what the user fits, once; and nothing that its classes do is changed."""

import shutil

import pytest
from conftest import EXAMPLE

pytestmark = pytest.mark.usefixtures("penguins")


def metric_keys(recorded):
    return sorted(recorded.metrics)


def values(recorded, key):
    return [value for _, value in recorded.metrics[key]]


def test_a_pipeline_and_a_forest(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "sklearn_models.py")
    params = recorded.params
    assert params["LogisticRegression.C"] == 0.5
    assert params["StandardScaler.with_mean"] is True
    assert (params["RandomForestClassifier.max_depth"], params["RandomForestClassifier.random_state"]) == (3, 7)
    assert params["RandomForestClassifier.n_estimators"] == 10
    assert {key.partition(".")[0] for key in params} == {
        "Pipeline",
        "StandardScaler",
        "LogisticRegression",
        "RandomForestClassifier",
    }
    assert metric_keys(recorded) == [
        "Pipeline.fit_seconds",
        "RandomForestClassifier.fit_seconds",
        "RandomForestClassifier.score",
        "accuracy_score.test_accuracy",
        "accuracy_score.train_accuracy",
        "f1_score",
        "f1_score.2",
    ]
    assert set(recorded.sources.values()) == {"sklearn"}
    assert len(recorded.metrics["RandomForestClassifier.fit_seconds"]) == 2
    assert 0 < values(recorded, "Pipeline.fit_seconds")[0] < 30
    printed = recorded.outcome.out.split("\n")
    train, test, *_ = printed[0].split()
    assert values(recorded, "accuracy_score.train_accuracy") == [float(train)]
    assert values(recorded, "accuracy_score.test_accuracy") == [float(test)]
    f1 = [float(line.split()[-1]) for line in printed if line.startswith("f1")]
    assert values(recorded, "f1_score") + values(recorded, "f1_score.2") == f1
    assert values(recorded, "RandomForestClassifier.score") == [float(line.split()[1]) for line in printed[-3:-1]]
    assert recorded.warnings == []
    matrix.arrives(
        "sklearn",
        "scikit-learn",
        params="of the estimator that is fitted and of those inside it: `LogisticRegression.C`",
        metrics="`RandomForestClassifier.fit_seconds`; scores that your own code computes: "
        "`accuracy_score.test_accuracy` by function and variable, `RandomForestClassifier.score`; confusion matrices, "
        "ROC and precision–recall curves that it computes or draws",
    )


def test_a_search_is_one_fit_with_one_result(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "sklearn_search.py")
    params = recorded.params
    assert params["GridSearchCV.best_params_.max_depth"] == params["RandomForestClassifier.max_depth"]
    assert params["GridSearchCV.param_grid"] == "{'max_depth': [2, 4]}"
    assert metric_keys(recorded) == [
        "BaggingClassifier.fit_seconds",
        "BaggingClassifier.score",
        "GridSearchCV.best_score_",
        "GridSearchCV.fit_seconds",
        "RandomizedSearchCV.best_score_",
        "RandomizedSearchCV.fit_seconds",
        "StackingClassifier.fit_seconds",
        "StackingClassifier.score",
        "cross_val_score.mean",
        "cross_val_score.std",
        "cross_validate.test_accuracy.mean",
        "cross_validate.test_accuracy.std",
    ]
    assert all(len(points) == 1 for points in recorded.metrics.values())
    printed = recorded.outcome.out.split("\n")
    assert values(recorded, "GridSearchCV.best_score_") == [float(printed[0].split()[-1])]
    folds = [float(text) for text in printed[2].strip("[]").split()]
    assert values(recorded, "cross_val_score.mean")[0] == pytest.approx(sum(folds) / 3)
    # Worker processes fitted, too, and left no files of their own.
    assert len(training.files()) == 1
    matrix.arrives(
        "sklearn",
        "scikit-learn",
        params="`GridSearchCV.best_params_.…`",
        metrics="`GridSearchCV.best_score_`, `cross_val_score.mean` and `.std`",
    )


def test_estimators_are_what_they_were(training, scripts):
    recorded = training.run_both_ways(scripts / "sklearn_own_estimators.py")
    # On the way: clone, copy, signatures, metadata routing, pickles, warnings, a traceback through `fit`.
    assert "by value False True" in recorded.outcome.out
    assert recorded.outcome.code == 1
    assert recorded.params["Cautious.C"] == 0.3
    assert recorded.params["Shift.by"] == 0.0
    assert recorded.metrics["Pipeline.score"] == [(None, 0.8)]
    assert recorded.warnings == []


def test_models_load_without_us(training):
    saving = (
        "import cloudpickle\nimport joblib\n"
        "from sklearn.base import ClassifierMixin, BaseEstimator\n"
        "from sklearn.linear_model import LogisticRegression\n"
        "class Own(ClassifierMixin, BaseEstimator):\n def fit(self, X, y): return self\n"
        "joblib.dump(LogisticRegression().fit([[0], [1]], [0, 1]), 'model.joblib')\n"
        "with open('own.pkl', 'wb') as file: cloudpickle.dump(Own().fit(1, 2), file)\n"
    )
    training.run(str(training.write("save.py", saving)))
    loading = (
        "import joblib, pickle, sys\nwith open('own.pkl', 'rb') as file: own = pickle.load(file)\n"
        "print(joblib.load('model.joblib').predict([[5]]), own.fit(1, 2) is own, '_trialbook' in sys.modules)\n"
    )
    outcome = training.run(str(training.write("load.py", loading)), tracked=False)
    assert (outcome.out, outcome.err) == ("[1] True False\n", "")


def test_matrices_and_curves_of_the_users_own_code(training, scripts):
    recorded = training.run_both_ways(scripts / "sklearn_plots.py")
    plots = [(event["kind"], event["k"]) for event in recorded.plots]
    assert plots == [
        ("confusion", "confusion_matrix"),
        ("confusion", "confusion_matrix"),
        ("confusion", "confusion_matrix.chosen"),
        ("roc", "roc_curve"),
        ("pr", "precision_recall_curve"),
        ("confusion", "ConfusionMatrixDisplay"),
        ("roc", "RocCurveDisplay"),
        ("pr", "PrecisionRecallDisplay"),
    ]
    assert {event["src"] for event in recorded.plots} == {"sklearn"} and recorded.warnings == []
    first, second, chosen, roc, pr, drawn, drawn_roc, drawn_pr = (event["data"] for event in recorded.plots)
    printed = recorded.outcome.out.split("\n")
    assert str(second["counts"]) in printed[0]
    assert second["labels"] == ["Adelie", "Chinstrap", "Gentoo"]
    assert chosen["labels"] == ["Gentoo", "Adelie"]
    shares = [[count / sum(row) for count in row] for row in chosen["counts"]]
    assert str(shares) in printed[0] and sum(chosen["counts"][0]) > 100, "counted, though scikit-learn gave shares"
    points, thresholds, area, average = printed[1].split()
    assert (len(roc["x"]), len(pr["x"])) == (int(points), int(thresholds))
    assert roc["area"] == pytest.approx(float(area), abs=1e-5)
    assert pr["area"] == pytest.approx(float(average), abs=1e-5)
    assert roc["thresholds"][0] == "Infinity" and len(pr["thresholds"]) == len(pr["x"])
    assert drawn["labels"] == ["False", "True"]
    assert drawn_roc["area"] == roc["area"] and drawn_pr["area"] == pr["area"]


def test_matrices_and_curves_can_be_switched_off(training, scripts):
    assert training.run_both_ways(scripts / "sklearn_plots.py", TRIALBOOK_OFF="scores").plots == []


def test_scores_can_be_switched_off(training, scripts):
    recorded = training.run_both_ways(scripts / "sklearn_models.py", TRIALBOOK_OFF="scores")
    assert metric_keys(recorded) == ["Pipeline.fit_seconds", "RandomForestClassifier.fit_seconds"]


def test_with_pandas_and_joblib(training, scripts):
    recorded = training.run_both_ways(scripts / "sklearn_classifier.py", "--C", "0.5")
    assert recorded.outcome.out.startswith("accuracy ")
    assert (recorded.params["C"], recorded.params["seed"]) == (0.5, 0)
    assert recorded.reported == [
        ("penguins.csv", "r", "data", "pandas"),
        ("model.joblib", "w", "model", "joblib"),
        ("predictions.csv", "w", "file", "pandas"),
    ]


def test_the_example(training):
    shutil.copy(EXAMPLE / "train.py", training.workspace)
    without = training.run("train.py", "--epochs", "2", tracked=False)
    assert training.run("train.py", "--epochs", "2") == without
    assert training.params() == {"lr": 0.001, "epochs": 2, "hidden": 32, "seed": 0}
    assert training.opened() == [("penguins.csv", "r"), ("model.json", "w"), ("predictions.csv", "w")]


@pytest.mark.parametrize("text", ["", "class BaseEstimator: pass\n", "BaseEstimator = None\n"])
def test_a_library_of_unknown_shape_is_left_alone_with_one_word(training, tmp_path, text):
    package = tmp_path / "elsewhere" / "sklearn"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "base.py").write_text(text)
    for module in ("xgboost", "lightgbm", "catboost"):
        (package.parent / module).mkdir()
        (package.parent / module / "__init__.py").write_text("")
        for part in ("core", "training", "callback", "basic", "engine"):
            (package.parent / module / f"{part}.py").write_text("")
    script = training.write(
        "train.py",
        "import sklearn.base, xgboost.training, xgboost.core, xgboost.callback, lightgbm.engine, catboost.core\n"
        "print('trained')\n",
    )
    without = training.run(str(script), tracked=False, path=[package.parent])
    assert training.run(str(script), path=[package.parent]) == without
    warned = [event["message"].partition(":")[0] for event in training.events() if event["e"] == "warn"]
    assert sorted(set(warned)) == sorted(warned)
    assert {"xgboost", "lightgbm", "catboost"} <= set(warned)
    assert ("sklearn" in warned) == (text != "class BaseEstimator: pass\n")
    assert all(event["code"] == "hook-unsupported" for event in training.events() if event["e"] == "warn")


def test_a_module_of_the_users_of_the_same_name_is_left_alone_silently(training):
    training.write("joblib/__init__.py", "")
    training.write("joblib/numpy_pickle.py", "def dump(value): return value\n")
    training.write("train.py", "import joblib.numpy_pickle as n; print(n.dump(3), n.dump.__code__.co_filename[-15:])")
    without = training.run("train.py", tracked=False)
    assert training.run("train.py") == without
    assert training.kinds() == [["hello", "bye"]]
