import type { Value, Values } from '../../graph/value.ts';
import type { LogitLoss } from '../../losses/loss.ts';
import type { LossParts } from '../../steps/objective.ts';
import type { Parameter, Tracked } from '../../steps/parameter.ts';
import type { Head } from './head.ts';

/** What a network's features are held to while it learns, and the weights that it brings for that. */
export type Criterion = {
  readonly parameters: readonly Parameter[];
  /** What follows the batches without gradients, such as remembered embeddings. */
  readonly statistics?: readonly Tracked[];
  /** Of features [B, F] and what else the batch says, by name; `weights`: its own, and its statistics. */
  loss(features: Value, weights: Values, batch: Values): LossParts;
};

/** A head that names classes, int64 [B] as `labels`, and a loss on its logits. */
export function classification(
  { parameters, logits }: Pick<Head, 'parameters' | 'logits'>,
  loss: LogitLoss,
): Criterion {
  return {
    parameters,
    loss: (features, weights, { labels }) => ({ loss: loss.value({ logits: logits(features, weights), labels }) }),
  };
}
