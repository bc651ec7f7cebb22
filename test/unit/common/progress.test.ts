import assert from 'node:assert/strict';
import { estimateProgress, type CountedSeries, progressTotals } from '../../../src/common/progress';
import type { Progress } from '../../../src/protocol/progress';
import type { ParamValue } from '../../../src/protocol/numbers';

const SECOND = 1000;

/** A series with a point every `pace` seconds, from the first step at 0 s on. */
function series(key: string, first: number, last: number, { pace = 2, sources = [] as string[] } = {}): CountedSeries {
  return {
    key,
    sources,
    first: { step: first, value: 0.5, at: 0 },
    last: { step: last, value: 0.25, at: (last - first) * pace * SECOND },
  };
}

/** A metric whose value counts. */
function counting(key: string, first: number, last: number, seconds: number): CountedSeries {
  return {
    key,
    sources: [],
    first: { step: 0, value: first, at: 0 },
    last: { step: 500, value: last, at: seconds * SECOND },
  };
}

function estimate(params: Record<string, ParamValue>, all: CountedSeries[], now?: number): Progress | undefined {
  const list = Object.entries(params).map(([key, value]) => ({ key, value }));
  return estimateProgress({ params: list, series: all, now: now ?? Math.max(0, ...all.map(({ last }) => last.at)) });
}

describe('the progress of a run', () => {
  it('counts epochs by the steps of its metrics, from 0 or from 1', () => {
    const expected = { unit: 'epoch', done: 12, total: 40, secondsLeft: 56 };
    assert.deepEqual(estimate({ epochs: 40, lr: 0.1 }, [series('loss', 0, 11)]), expected);
    assert.deepEqual(estimate({ epochs: 40 }, [series('loss', 1, 12)]), expected);
  });

  it('counts epochs by a metric of that name before the steps of others', () => {
    const others = [series('train_loss', 0, 39)];
    assert.deepEqual(estimate({ max_epochs: 40 }, [...others, counting('epoch', 0, 11, 110)]), {
      unit: 'epoch',
      done: 12,
      total: 40,
      secondsLeft: 280,
    });
    assert.deepEqual(estimate({ num_train_epochs: 3 }, [counting('train/epoch', 0.5, 1.5, 100)]), {
      unit: 'epoch',
      done: 1.5,
      total: 3,
      secondsLeft: 150,
    });
  });

  it('does not take steps of batches for epochs', () => {
    const batches = series('train_loss', 0, 900);
    assert.equal(estimate({ epochs: 40 }, [batches]), undefined);
    assert.equal(estimate({ epochs: 40 }, [batches, series('val_loss', 0, 2)])?.done, 3);
    assert.equal(estimate({ epochs: 40 }, [batches, counting('epoch', 0, 40, 100)]), undefined);
  });

  it('leaves out what is of the machine, of other ranks, and what was logged once', () => {
    const aside = [series('system/cpu_percent', 1, 20), series('rank1/loss', 0, 20), series('rows', 0, 0)];
    assert.equal(estimate({ epochs: 40 }, aside), undefined);
    assert.equal(estimate({ epochs: 40 }, [...aside, series('loss', 0, 4)])?.done, 5);
  });

  it('is that of the total which is reached first', () => {
    const logged = [series('loss', 10, 60), counting('epoch', 0, 1, 100)];
    assert.equal(estimate({ epochs: 10, max_steps: 100 }, logged)?.unit, 'step');
    assert.equal(estimate({ epochs: 10, max_steps: 100_000 }, logged)?.unit, 'epoch');
    assert.equal(estimate({ 'transformers.num_train_epochs': 3, 'transformers.max_steps': 100 }, logged)?.unit, 'step');
    assert.equal(estimate({ 'transformers.num_train_epochs': 3, 'transformers.max_steps': -1 }, logged)?.unit, 'epoch');
  });

  it('of boosting and of studies is what their libraries count', () => {
    const forest = { 'RandomForestClassifier.n_estimators': 100 };
    assert.equal(estimate(forest, [series('fold_accuracy', 0, 4)]), undefined);
    const boosted = series('validation_0-rmse', 0, 24, { sources: ['xgboost'] });
    const params = { n_estimators: 100, 'XGBRegressor.n_estimators': 100, 'xgboost.max_epochs': 4 };
    assert.deepEqual(estimate(params, [series('fold', 0, 4), boosted]), {
      unit: 'round',
      done: 25,
      total: 100,
      secondsLeft: 150,
    });
    assert.equal(estimate({ trials: 50 }, [series('loss', 0, 9)]), undefined);
    assert.equal(estimate({ trials: 50 }, [series('best_value', 0, 9, { sources: ['optuna'] })])?.unit, 'trial');
  });

  it('knows nothing of the time that is left before it has seen two counts', () => {
    assert.equal(estimate({ max_epochs: 40 }, [counting('epoch', 0, 0, 100)])?.secondsLeft, null);
  });

  it('counts down between two counts, and no further when the next one is late', () => {
    const logged = [series('loss', 0, 11, { pace: 10 })];
    const left = (later: number): number | null | undefined =>
      estimate({ epochs: 40 }, logged, logged[0]!.last.at + later * SECOND)?.secondsLeft;
    assert.deepEqual([left(0), left(4), left(10), left(1000)], [280, 276, 270, 270]);
    assert.equal(estimate({ epochs: 12 }, logged)?.secondsLeft, 0);
  });

  it('needs a param that says how long the run will be', () => {
    const params = (keys: string[], value: ParamValue = 10) => keys.map((key) => ({ key, value }));
    const epochs = ['epochs', 'n_epochs', 'num-epochs', 'maxEpochs', 'trainer.max_epochs', 'train/total_epochs'];
    assert.deepEqual(
      progressTotals(params(epochs)),
      epochs.map(() => ({ unit: 'epoch', total: 10 })),
    );
    const others = [
      'warmup_epochs',
      'save_steps',
      'start_epoch',
      'keras.steps',
      'SVC.max_iterations',
      'lr',
      'max_iter',
    ];
    assert.deepEqual(progressTotals(params(others)), []);
    for (const value of [0, -1, 'Infinity', '40', null, true] as const) {
      assert.deepEqual(progressTotals(params(['epochs'], value)), []);
    }
  });
});
