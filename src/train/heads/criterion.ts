import type { Value, Values } from '../../graph/value.ts';
import type { LogitLoss } from '../../losses/loss.ts';
import type { LossParts } from '../../steps/objective.ts';
import type { Parameter, Tracked } from '../../steps/parameter.ts';
import type { Head } from './head.ts';

/** A loss on the features of a network, with its own weights. */
export type Criterion = {
  readonly parameters: readonly Parameter[];
  /** Tensors without gradients that follow the batches, such as a memory of embeddings. */
  readonly statistics?: readonly Tracked[];
  /**
   * The loss of features [B, F] and the other tensors of a batch, by name. `weights` are the criterion's own parameters
   * and statistics.
   */
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
