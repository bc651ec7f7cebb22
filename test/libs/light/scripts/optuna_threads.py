"""Trials in two threads at a time."""

import optuna

optuna.logging.disable_propagation()
optuna.logging.set_verbosity(optuna.logging.ERROR)


def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    for step in range(5):
        trial.report(trial.number + step / 10, step)
    return x * 0 + trial.number


study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
study.optimize(objective, n_trials=12, n_jobs=2)
print(study.best_value)
