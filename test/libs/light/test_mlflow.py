"""MLflow: what its clients are told; the outermost run is our run, nested and later ones are runs inside it."""

import math
from pathlib import Path

from test_loggers import QUIET

SCRIPTS = Path(__file__).resolve().parent / "scripts"
# The store holds times and random ids.
STORE = ["mlflow.db", "mlruns/*"]


def test_runs(training, matrix):
    recorded = training.run_both_ways(SCRIPTS / "mlflow_runs.py", ignore=STORE, **QUIET)
    assert recorded.outcome.out == "failed\n"
    assert recorded.params == {"lr": 0.1, "epochs": 3, "shuffle": True, "name": "plain", "hf_token": "***"}
    assert recorded.metrics == {
        "loss": [(0, 1), (1, 0.5), (2, 1 / 3)],
        "accuracy": [(0, 0), (1, 0.25), (2, 0.5)],
        "f1": [(0, "NaN"), (1, "NaN"), (2, "NaN")],
        "uncounted": [(0, 3), (None, 2), (None, 1)],
        "by_client": [(2, 7.5)],
    }
    assert set(recorded.sources.values()) == {"mlflow"}
    assert recorded.tags == {"team": "한국", "api_key": "***", "note": "first try"}
    assert recorded.reported == [("model.pkl", "w", None, "mlflow"), ("plots/roc.svg", "w", None, "mlflow")]
    # The books of MLflow itself are no files of the run.
    opened = {Path(event["path"]).relative_to(training.workspace) for event in recorded.events if event["e"] == "open"}
    assert all("artifacts" in path.parts for path in opened if "mlruns" in path.parts)
    children = recorded.children
    assert [(child.name, child.status) for child in children] == [
        ("depth 2", "finished"),
        ("depth 4", "finished"),
        ("second", "failed"),
    ]
    assert [child.params for child in children] == [{"depth": 2}, {"depth": 4}, {}]
    assert [child.metrics["loss"] for child in children] == [[(1, 0.2)], [(1, 0.4)], [(0, 5)]]
    assert recorded.warnings == [] and recorded.duplicates == set()
    matrix.arrives(
        "mlflow",
        package="mlflow-skinny",
        params="log_param and log_params; nested runs as runs inside the run",
        metrics="log_metric and log_metrics of the fluent API, clients and autologging",
        files="log_artifact and log_artifacts",
    )


def test_datasets(training, matrix):
    training.write("birds.csv", "mass,species\n3.5,0\n4.1,1\n")
    script = training.write(
        "train.py",
        "import mlflow, pandas\nbirds = pandas.DataFrame({'mass': [3.5, 4.1]})\nwith mlflow.start_run():\n"
        "  mlflow.log_input(mlflow.data.from_pandas(birds, source='birds.csv', name='birds'), context='training')\n"
        "  mlflow.log_input(mlflow.data.from_pandas(birds, source='https://kim:secret-1@host/a.csv', digest='d1'))\n",
    )
    recorded = training.run_both_ways(script, ignore=STORE, **QUIET)
    assert recorded.outcome.code == 0
    assert ("birds.csv", "r", "data", "mlflow") in recorded.reported
    assert recorded.inputs == [("https://***@host/a.csv", "mlflow")]
    matrix.arrives("mlflow", package="mlflow-skinny", data="log_input")


def test_autologging(training):
    recorded = training.run_both_ways(SCRIPTS / "mlflow_autolog.py", ignore=STORE, **QUIET)
    params = {key: value for key, value in recorded.params.items() if "." not in key}
    assert params["cv"] == 2 and params["best_max_depth"] == 2
    assert math.isclose(recorded.metrics["best_cv_score"][0][1], 0.94, abs_tol=0.05)
    assert [child.params["max_depth"] for child in recorded.children] in ([1, 2], [2, 1])
    assert all("mean_test_score" in child.metrics for child in recorded.children)
    assert {child.status for child in recorded.children} == {"finished"}


def test_images_and_tables_are_plots(training):
    recorded = training.run_both_ways(SCRIPTS / "mlflow_plots.py", ignore=STORE, **QUIET)
    assert recorded.outcome.out == "logged\n"
    plots = [(event["kind"], event["k"], event.get("s"), event["data"]) for event in recorded.plots]
    assert plots == [
        ("image", "val/samples", 0, {"path": "figures/val/samples-0.png"}),
        ("image", "val/samples", 1, {"path": "figures/val/samples-1.png"}),
        ("image", "pictures/one", None, {"path": "figures/pictures/one.png"}),
        ("table", "worst", None, {"columns": ["file", "loss"], "rows": [["a.png", 0.5], ["b.png", 1.5]], "total": 2}),
    ]
    assert all(
        (training.run_dir / "artifacts" / data["path"]).is_file() for kind, _, _, data in plots if kind == "image"
    )
    (child,) = recorded.children
    assert [event["data"]["path"] for event in child.events if event["e"] == "plot"] == ["figures/samples-4.png"]
    assert recorded.warnings == []
