import { channelMajor } from '../graph/channel-major/channel-major.ts';
import { forwardByBatch, type Learning } from '../graph/forward.ts';
import { Graph } from '../graph/graph.ts';
import { type Network, type WeightRole, weightsOf } from '../graph/network.ts';
import { replay } from '../graph/replay.ts';
import { sizes, type Value, type Values } from '../graph/value.ts';
import type { Head } from './heads/head.ts';
import type { Loss } from './losses/loss.ts';
import type { Objective } from './objective.ts';
import type { Parameter } from './parameter.ts';

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
 * `labels` (int64 [B]). The state bears the network's names, so that withWeights puts what was learned back into it.
 * Weights of two axes and more decay.
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
      const learning = learningForm(network, inNetwork, images, momentum);
      const inHead = Object.fromEntries(head.parameters.map((each) => [each.name, weights[headName(each)]]));
      const logits = head.logits(learning.output, inHead);
      return { loss: loss.value({ logits, labels }), statistics: learning.statistics };
    },
  };
}

/** What the network computes of a batch while it learns, in the form in which it learns fastest. */
function learningForm(network: Network, weights: Values, images: Value, momentum: number): Learning {
  const g = new Graph();
  const entered = (name: string, { type, shape }: Value) => g.input(name, type, shape);
  const inside = Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, entered(name, value)]));
  const input = entered(network.input.name, images);
  const { output, statistics } = forwardByBatch(network, inside, input, { momentum });
  const given = new Map([...Object.entries(weights), [network.input.name, images]]);
  const names = Object.keys(statistics);
  const [features, ...next] = replay([output, ...Object.values(statistics)], given, { rewrite: channelMajor() });
  return { output: features, statistics: Object.fromEntries(names.map((name, i) => [name, next[i]])) };
}

function parameter({ name, shape, data }: Value, rateScale?: (name: string) => number): Parameter {
  const begin = { name, shape: sizes(shape), initial: Float32Array.from(data ?? []), decay: shape.length > 1 };
  return rateScale ? { ...begin, rateScale: rateScale(name) } : begin;
}

function headName({ name }: Parameter): string {
  return `head/${name}`;
}
