import { forwardByBatch } from '../../graph/forward.ts';
import { type Network, type WeightRole, weightsOf } from '../../graph/network.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { LogitLoss } from '../../losses/loss.ts';
import type { Objective } from '../../steps/objective.ts';
import { decaysByShape, type Parameter, type Tracked } from '../../steps/parameter.ts';
import { type Criterion, classification } from './criterion.ts';
import type { Head } from './head.ts';

/** A network that learns classes, and how. */
export type NetworkTask = CriterionTask & {
  /** Turns the network's features into logits. */
  readonly head: Pick<Head, 'parameters' | 'logits'>;
  readonly loss: LogitLoss;
};

/** A network that learns what any criterion asks of its features. */
export type CriterionTask = Omit<Objective, 'parameters' | 'statistics' | 'loss'> & {
  readonly network: Network;
  /**
   * `follow`: by each batch's statistics, and the running ones follow; for batches of 16 and more. `frozen`: by the
   * running ones as they are, for small batches and short fine-tuning.
   */
  readonly batchNorm?: 'follow' | 'frozen';
  /** Share of a batch in the running statistics: more forgets sooner, less is steadier. */
  readonly momentum?: number;
  /** A weight's learning rate as a share of the step's, by its name in the network; absent: all alike. */
  readonly lrScale?: (name: string) => number;
};

/** What a step needs to teach a network and its head: of a batch `images` and `labels` (int64 [B]). */
export function networkObjective({ head, loss, ...task }: NetworkTask): Objective {
  return criterionObjective(classification(head, loss), task);
}

/**
 * What a step needs to teach a network: of a batch `images` (what the network takes, [B, ...]), and what the criterion
 * asks for. The state bears the network's names, so that learnedNetwork puts what was learned back; the criterion's begin
 * with `head/`. Weights decay as `decaysByShape` has it.
 */
export function criterionObjective(criterion: Criterion, { network, ...task }: CriterionTask): Objective {
  const { batchNorm = 'follow', momentum = 0.1, lrScale, ...rest } = task;
  const ofRole = (wanted: WeightRole) => weightsOf(network).filter(({ role }) => role === wanted);
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
      const asked = [...criterion.parameters, ...(criterion.statistics ?? [])];
      const inHead = Object.fromEntries(asked.map((each) => [each.name, weights[headName(each)]]));
      const parts = criterion.loss(learning.output, inHead, batch);
      const followed = Object.entries(parts.statistics ?? {}).map(([name, value]) => [headName({ name }), value]);
      return { ...parts, statistics: { ...learning.statistics, ...Object.fromEntries(followed) } };
    },
  };
}

function parameter({ name, shape, data }: Value, lrScale?: (name: string) => number): Parameter {
  const begin = {
    name,
    shape: sizes(shape),
    initial: Float32Array.from(data ?? []),
    decay: decaysByShape(sizes(shape)),
  };
  return lrScale ? { ...begin, lrScale: lrScale(name) } : begin;
}

function headName({ name }: Pick<Tracked, 'name'>): string {
  return `head/${name}`;
}

function ofHead<T extends Tracked>(each: T): T {
  return { ...each, name: headName(each) };
}
