import assert from 'node:assert/strict';
import { metricDirection } from '../../../src/protocol/metricDirection';

describe('direction of a metric', () => {
  const cases: Record<string, string[]> = {
    lower: [
      'loss',
      'val/loss',
      'valLoss',
      'train_mlogloss',
      'eval-rmse',
      'mean_squared_error',
      'test/wer',
      'epoch_time',
    ],
    higher: ['accuracy', 'val/acc', 'top5_acc', 'valAccuracy', 'f1_macro', 'roc_auc', 'mAP50', 'neg_error_score', 'r2'],
    unknown: ['lr', 'temperature', 'confidence', 'system/gpu_power', 'apple', 'grad_norm', 'step', 'system/time'],
  };
  for (const [direction, keys] of Object.entries(cases)) {
    for (const key of keys) {
      it(`is ${direction} for ${key}`, () => {
        assert.equal(metricDirection(key) ?? 'unknown', direction);
      });
    }
  }
});
