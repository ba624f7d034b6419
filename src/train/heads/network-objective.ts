import { forwardByBatch } from '../../graph/forward.ts';
import { type Network, networkWeights, type WeightRole } from '../../graph/network.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { LogitLoss } from '../../losses/loss.ts';
import type { Objective } from '../../steps/objective.ts';
import { decaysByShape, type Parameter, type Tracked } from '../../steps/parameter.ts';
import { type Criterion, classification } from './criterion.ts';
import type { Head } from './head.ts';

/** The settings for training a network with a classification head. */
export type NetworkTask = CriterionTask & {
  /** Turns the features of the network into logits. */
  readonly head: Pick<Head, 'parameters' | 'logits'>;
  readonly loss: LogitLoss;
};

/** The settings for training a network with any criterion on its features. */
export type CriterionTask = Omit<Objective, 'parameters' | 'statistics' | 'loss'> & {
  readonly network: Network;
  /**
   * `follow`: batch normalisation uses batch statistics and updates its running ones; for batches of 16 and more.
   * `frozen`: it uses its running statistics unchanged, for small batches and short fine-tuning.
   */
  readonly batchNorm?: 'follow' | 'frozen';
  /**
   * Momentum of the running statistics, as in PyTorch: the weight of the new batch, 0.1 by default. Larger forgets
   * faster, smaller is steadier.
   */
  readonly momentum?: number;
  /** Factor on the learning rate of a weight, by its name in the network; absent: 1 for all. */
  readonly lrScale?: (name: string) => number;
};

/** The objective that trains a network and its classification head. Batches have `images` and `labels` (int64 [B]). */
export function networkObjective({ head, loss, ...task }: NetworkTask): Objective {
  return criterionObjective(classification(head, loss), task);
}

/**
 * The objective that trains a network with a criterion. Batches have `images` [B, ...], the input of the network, and
 * whatever the criterion needs. The state uses the names of the network, so that `trainedNetwork` can put the weights
 * back; names of the criterion begin with `head/`. Weight decay is as in `decaysByShape`.
 */
export function criterionObjective(criterion: Criterion, { network, ...task }: CriterionTask): Objective {
  const { batchNorm = 'follow', momentum = 0.1, lrScale, ...rest } = task;
  const ofRole = (wanted: WeightRole) => networkWeights(network).filter(({ role }) => role === wanted);
  const parameters = ofRole('parameter').map(({ value }) => parameter(value, lrScale));
  const statistics = batchNorm === 'follow' ? ofRole('statistic').map(({ value }) => parameter(value)) : [];
  const own = [...parameters, ...statistics].map(({ name }) => name);
  return {
    ...rest,
    parameters: [...parameters, ...criterion.parameters.map(ofHead)],
    statistics: [...statistics, ...(criterion.statistics ?? []).map(ofHead)],
    loss(weights, { images, ...batch }) {
      const inNetwork = Object.fromEntries(own.map((name) => [name, weights[name]]));
      const learning = forwardByBatch(network, inNetwork, images, { momentum });
      const criterionWeights = [...criterion.parameters, ...(criterion.statistics ?? [])];
      const inHead = Object.fromEntries(criterionWeights.map((each) => [each.name, weights[headName(each)]]));
      const parts = criterion.loss(learning.output, inHead, batch);
      const updated = Object.entries(parts.statistics ?? {}).map(([name, value]) => [headName({ name }), value]);
      return { ...parts, statistics: { ...learning.statistics, ...Object.fromEntries(updated) } };
    },
  };
}

function parameter({ name, shape, data }: Value, lrScale?: (name: string) => number): Parameter {
  const base = {
    name,
    shape: sizes(shape),
    initial: Float32Array.from(data ?? []),
    decay: decaysByShape(sizes(shape)),
  };
  return lrScale ? { ...base, lrScale: lrScale(name) } : base;
}

function headName({ name }: Pick<Tracked, 'name'>): string {
  return `head/${name}`;
}

function ofHead<T extends Tracked>(each: T): T {
  return { ...each, name: headName(each) };
}
