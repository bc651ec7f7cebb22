/**
 * Smoothing as TensorBoard defines it: an exponential moving average that is freed of the bias towards its start at 0,
 * `s[i] = w·s[i−1] + (1−w)·y[i]`, shown as `s[i] / (1 − w^n)` with n the finite values so far. A value that is not finite
 * stays as it is and is passed over; a constant series stays free of rounding errors (tensorboard#786). Source:
 * `classicSmoothing` in tensorboard/webapp/widgets/line_chart_v2/data_transformer.ts of
 * https://github.com/tensorflow/tensorboard at 412c86e.
 */
import { MOST_SMOOTHING } from '../../protocol/chartSettings';

/** What the values before a point weigh in it together may be passed over below this share. */
const NEGLIGIBLE = 1e-9;

/** `weight` is that of what came before: 0 changes nothing. */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (values.every((value) => value === values[0])) return values.slice();
  const smoothed = new Float64Array(values.length);
  let sum = 0;
  let bias = 1;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      sum = weight * sum + (1 - weight) * value;
      bias *= weight;
      smoothed[i] = sum / (1 - bias);
    } else smoothed[i] = value;
  }
  return smoothed;
}

/** A weight that somebody asked for, as it is taken. */
export function weightOf(smoothing: number | undefined): number {
  return Math.min(MOST_SMOOTHING, Math.max(0, smoothing ?? 0)) || 0;
}

/** How many points before one have any weight in it. */
export function memoryOf(weight: number): number {
  return weight === 0 ? 0 : Math.ceil(Math.log(NEGLIGIBLE) / Math.log(weight));
}
