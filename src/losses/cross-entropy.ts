import { internalError } from '../base/error.ts';
import { add, div, gather, logSoftmax, mul, neg, oneHot, reshape, sub, sum } from '../graph/ops.ts';
import { sizes, type Value } from '../graph/value.ts';
import type { LogitLoss, LogitLossGiven } from './loss.ts';

/** Options of crossEntropy. */
export type CrossEntropyOptions = {
  /**
   * Label smoothing, 0..1: this share of the target goes to all classes alike. 0 fits the labels hardest, 0.1 prevents
   * overconfidence, more makes all probabilities flat.
   */
  readonly labelSmoothing?: number;
  /**
   * Weight of each class, [C], above 0; null: all 1. A larger weight for rare classes makes them count as much as
   * frequent ones; too large, and a few pictures decide.
   */
  readonly classWeights?: Float32Array | null;
};

/**
 * Cross-entropy with label smoothing (Szegedy et al. 2016) and class weights, as in PyTorch. The default where class
 * labels are known.
 *   -sum_i sum_c w_c q_ic log p_ic / sum_i w_yi, with p = softmax(logits), [B, C], q = (1 - s) [c = y_i] + s / C
 * For mixed pictures, [c = y_i] and w_yi are those of both classes, each by its share.
 */
export function crossEntropy(options: CrossEntropyOptions = {}): LogitLoss {
  return { needs: 'logits', value: (given) => value(given, options) };
}

function value(
  { logits, labels, mixed }: LogitLossGiven,
  { labelSmoothing = 0, classWeights = null }: CrossEntropyOptions,
) {
  const classes = sizes(logits.shape.slice(-1))[0];
  const w = logits.graph.constant(classWeights ?? new Float32Array(classes).fill(1), { type: logits.type });
  if (w.shape[0] !== classes) throw internalError(`${w.shape[0]} class weights for ${classes} classes`);
  const own = oneHot(labels, classes, logits.type);
  const y = mixed ? between(oneHot(mixed.labels, classes, logits.type), own, reshape(mixed.shares, [-1, 1])) : own;
  const q = add(mul(y, 1 - labelSmoothing), labelSmoothing / classes);
  const surprise = mul(w, mul(q, neg(logSoftmax(logits))));
  const weight = mixed ? between(gather(w, mixed.labels), gather(w, labels), mixed.shares) : gather(w, labels);
  return div(sum(surprise), sum(weight));
}

/** (1 - share) a + share b. */
function between(a: Value, b: Value, share: Value): Value {
  return add(a, mul(share, sub(b, a)));
}
