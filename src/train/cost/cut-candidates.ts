import type { Network } from '../../graph/network.ts';
import type { Node } from '../../graph/node.ts';
import type { Value } from '../../graph/value.ts';
import { countPerPicture, multiplications } from './multiplications.ts';

/** A place where a network can be split into a frozen trunk and a trained tail. */
export type CutCandidate = {
  /** The only tensor that passes from trunk to tail. */
  readonly value: Value;
  /** Size of that tensor for one picture. */
  readonly size: number;
  /** Multiplications in the trunk, for one picture. */
  readonly trunk: number;
  /** Multiplications in the tail, for one picture. */
  readonly tail: number;
};

/** A cut may be larger than an earlier one by at most this factor: storing its activations costs more disk. */
const largerThanEarlier = 1.5;

/**
 * The places where a network can be cut, from shallow to deep. All paths from input to output go through each of these
 * tensors. Of several with the same weights before them, the last one is taken; tensors much larger than an earlier
 * one, as inside blocks, are left out. Both sides of each cut have multiplications. The network is for one picture or
 * for any batch.
 */
export function cutCandidates(network: Network): CutCandidate[] {
  const all = bottlenecks(network).filter(({ trunk, tail }) => trunk > 0 && tail > 0);
  const last = all.filter(({ trunk, size }, i) => all[i + 1]?.trunk !== trunk || all[i + 1].size > size);
  let least = Number.POSITIVE_INFINITY;
  return last.filter(({ size }) => {
    const fits = size <= largerThanEarlier * least;
    least = Math.min(least, size);
    return fits;
  });
}

/** All tensors after which no earlier tensor is used any more. */
function bottlenecks({ graph, input, output }: Network): CutCandidate[] {
  const nodes = between(graph.nodes, input, output);
  const work = nodes.map(multiplications);
  const total = work.reduce((sum, each) => sum + each, 0);
  const lastUse = new Map(nodes.flatMap(({ inputs }, i) => inputs.map(({ name }) => [name, i] as const)));
  const live = new Map<string, Value>([[input.name, input]]);
  let trunk = 0;
  return nodes.flatMap(({ inputs, outputs }, i) => {
    trunk += work[i];
    for (const { name } of inputs) if (lastUse.get(name) === i) live.delete(name);
    for (const value of outputs) if (lastUse.has(value.name)) live.set(value.name, value);
    const [value, ...others] = live.values();
    if (value === undefined || others.length > 0) return [];
    return [{ value, size: countPerPicture(value.shape), trunk, tail: total - trunk }];
  });
}

/** The nodes on a path from `input` to `output`, in execution order. */
function between(nodes: readonly Node[], input: Value, output: Value): Node[] {
  const reached = new Set([input.name]);
  const forward = nodes.filter(({ inputs, outputs }) => {
    if (!inputs.some(({ name }) => reached.has(name))) return false;
    for (const { name } of outputs) reached.add(name);
    return true;
  });
  const wanted = new Set([output.name]);
  const backward = forward.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some(({ name }) => wanted.has(name))) return false;
    for (const { name } of inputs) wanted.add(name);
    return true;
  });
  return backward.toReversed();
}
