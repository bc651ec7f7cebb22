/** In which direction a metric gets better, judged by the names that the field uses. */

/** Whether larger or smaller values are the better ones. */
export type MetricDirection = 'higher' | 'lower';

const LOWER =
  /(loss|error|mse|rmsle|mae|mape|entropy|perplexity)$|^(err|ppl|nll|wer|cer|fid|latency|time|duration|ms)$/;
const HIGHER =
  /^(acc|accuracy|accuracies|auc|auroc|auprc|roc|ap|map|miou|iou|bleu|rouge|meteor|dice|score|precision|recall|reward|return|ndcg|mrr|psnr|ssim|kappa|mcc|specificity|sensitivity|r2|throughput)\d*$|^f\d$|accuracy$/;

/**
 * Whether a smaller or a larger value of this metric is the better one; `undefined` where its name does not tell (a
 * learning rate, a temperature), so that nothing is called best by guesswork.
 */
export function metricDirection(key: string): MetricDirection | undefined {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (words[0] === 'system') return undefined;
  if (words.at(-1) === 'score') return 'higher';
  if (words.some((word) => LOWER.test(word))) return 'lower';
  return words.some((word) => HIGHER.test(word)) ? 'higher' : undefined;
}
