import { forwardByBatch } from '../graph/forward.ts';
import { type Network, type WeightRole, weightsOf } from '../graph/network.ts';
import { sizes, type Value } from '../graph/value.ts';
import type { Head } from './heads/head.ts';
import type { Loss } from './losses/loss.ts';
import type { Objective } from './objective.ts';
import { decaysByShape, type Parameter } from './parameter.ts';

/** A network that learns classes, and how. */
export type NetworkTask = Omit<Objective, 'parameters' | 'statistics' | 'loss'> & {
  readonly network: Network;
  /** Turns the network's features into logits. Its weights' names begin with `head/` in the state. */
  readonly head: Pick<Head, 'parameters' | 'logits'>;
  readonly loss: Loss;
  /**
   * `follow`: by each batch's statistics, and the running ones follow; for batches of 16 and more. `frozen`: by the
   * running ones as they are, for small batches and short fine-tuning.
   */
  readonly batchNorm?: 'follow' | 'frozen';
  /** Share of a batch in the running statistics: more forgets sooner, less is steadier. */
  readonly momentum?: number;
  /** A weight's learning rate as a share of the step's, by its name in the network; absent: all alike. */
  readonly rateScale?: (name: string) => number;
};

/**
 * What a step needs to teach a network and its head: of a batch `images` (what the network takes, [B, ...]) and
 * `labels` (int64 [B]). The state bears the network's names, so that learnedNetwork puts what was learned back.
 * Weights decay as `decaysByShape` has it.
 */
export function networkObjective({ network, head, loss, ...task }: NetworkTask): Objective {
  const { batchNorm = 'follow', momentum = 0.1, rateScale, ...rest } = task;
  const ofRole = (wanted: WeightRole) => weightsOf(network).filter(({ role }) => role === wanted);
  const parameters = ofRole('parameter').map(({ value }) => parameter(value, rateScale));
  const statistics = batchNorm === 'follow' ? ofRole('statistic').map(({ value }) => parameter(value)) : [];
  const own = [...parameters, ...statistics].map(({ name }) => name);
  return {
    ...rest,
    parameters: [...parameters, ...head.parameters.map((each) => ({ ...each, name: headName(each) }))],
    statistics,
    loss(weights, { images, labels }) {
      const inNetwork = Object.fromEntries(own.map((name) => [name, weights[name]]));
      const learning = forwardByBatch(network, inNetwork, images, { momentum });
      const inHead = Object.fromEntries(head.parameters.map((each) => [each.name, weights[headName(each)]]));
      const logits = head.logits(learning.output, inHead);
      return { loss: loss.value({ logits, labels }), statistics: learning.statistics };
    },
  };
}

function parameter({ name, shape, data }: Value, rateScale?: (name: string) => number): Parameter {
  const begin = {
    name,
    shape: sizes(shape),
    initial: Float32Array.from(data ?? []),
    decay: decaysByShape(sizes(shape)),
  };
  return rateScale ? { ...begin, rateScale: rateScale(name) } : begin;
}

function headName({ name }: Parameter): string {
  return `head/${name}`;
}
