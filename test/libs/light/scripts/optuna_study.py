"""A study whose trials fit models, report on their way, are pruned and fail; then one by hand and one of two goals."""

import logging

import optuna
import pandas as pd
import xgboost as xgb
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

optuna.logging.disable_default_handler()
optuna.logging.enable_propagation()
logging.basicConfig(format="%(levelname)s %(message)s", level=logging.INFO)  # without the time
birds = pd.read_csv("penguins.csv").dropna()
x = birds[["bill_length_mm", "bill_depth_mm"]].to_numpy()
y = (birds["species"] == "Adelie").astype(int).to_numpy()


def objective(trial):
    C = trial.suggest_float("C", 0.1, 10.0, log=True)
    kind = trial.suggest_categorical("kind", ["lbfgs", "newton-cg"])
    iterations = trial.suggest_int("iterations", 50, 100)
    if trial.number == 2:
        raise ArithmeticError("no such model")
    model = LogisticRegression(C=C, solver=kind, max_iter=iterations).fit(x, y)
    accuracy = accuracy_score(y, model.predict(x))
    for step in range(2):
        trial.report(accuracy + step, step)
        trial.report(0, step)
    if trial.number == 1:
        raise optuna.TrialPruned()
    return accuracy


study = optuna.create_study(study_name="birds", direction="maximize", sampler=optuna.samplers.RandomSampler(seed=1))
study.optimize(objective, n_trials=4, catch=(ArithmeticError,))
print(study.best_params, [trial.state.name for trial in study.trials])


def boosting(trial):
    rounds = trial.suggest_int("rounds", 2, 3)
    data = xgb.DMatrix(x, y)
    result = {}
    xgb.train({"nthread": 1}, data, rounds, evals=[(data, "train")], evals_result=result, verbose_eval=False)
    return result["train"]["rmse"][-1]


optuna.create_study(study_name="boosting", sampler=optuna.samplers.RandomSampler(seed=2)).optimize(boosting, n_trials=2)

by_hand = optuna.create_study(study_name="by hand", sampler=optuna.samplers.RandomSampler(seed=3))
one = by_hand.ask()
LogisticRegression(C=one.suggest_float("C", 1, 2)).fit(x, y)
by_hand.tell(one, 0.5)
two, three = by_hand.ask({"C": optuna.distributions.FloatDistribution(1, 2)}), by_hand.ask()
LogisticRegression(C=9).fit(x, y)
by_hand.tell(three.number, state=optuna.trial.TrialState.FAIL)
by_hand.tell(two, 0.25)

goals = optuna.create_study(study_name="goals", directions=["minimize", "maximize"])
goals.optimize(lambda trial: (trial.number, 1.5), n_trials=1)
print(len(goals.best_trials))
optuna.create_study(study_name="fails").optimize(lambda trial: 1 / 0, n_trials=2)
