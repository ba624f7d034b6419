import { equal, gatherElements, reshape, where } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';

/** Which class is each sample's own, bool [B, C], from labels, int64 [B]. */
export function isOwnClass(labels: Value, classes: number): Value {
  const each = Array.from({ length: classes }, (_, c) => c);
  const row = labels.graph.constant(each, { shape: [1, classes], type: 'int64' });
  return equal(reshape(labels, [sizes(labels.shape)[0], 1]), row);
}

/** Scores, [B, C], with each sample's score for its own class, [B, 1], changed. */
export function withOwn(scores: Value, labels: Value, change: (own: Value) => Value): Value {
  const [batch, classes] = sizes(scores.shape);
  const own = gatherElements(scores, reshape(labels, [batch, 1]));
  return where(isOwnClass(labels, classes), change(own), scores);
}
