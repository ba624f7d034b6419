import type { Network } from '../../graph/network.ts';
import type { Node } from '../../graph/node.ts';
import type { Value } from '../../graph/value.ts';
import { countPerPicture, multiplications } from './multiplications.ts';

/** A place where a network falls apart into a trunk, which stays as it is, and a tail, which learns. */
export type CutCandidate = {
  /** The one tensor that passes from trunk to tail. */
  readonly value: Value;
  /** Its numbers a picture. */
  readonly size: number;
  /** Multiplications a picture before it. */
  readonly trunk: number;
  /** Multiplications a picture after it. */
  readonly tail: number;
};

/** A cut may be larger than an earlier one by this factor: it leaves less to learn, but may cost too much on disk. */
const largerThanEarlier = 1.5;

/**
 * Where a network (of one picture, or of any number) can be cut, from shallow to deep: tensors that every path from input to
 * output goes through, of those between the same weights the last, and none that is much larger than an earlier one,
 * as the insides of blocks are. Something is computed on both sides of each.
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

/** Every tensor after which nothing older is used any more. */
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

/** The nodes on a path from `input` to `output`, in the order in which they run. */
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
