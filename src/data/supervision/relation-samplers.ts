import { membersByValue } from '../members-by-value.ts';
import { mPerClass } from '../samplers/m-per-class.ts';
import { pairs } from '../samplers/pairs.ts';
import type { Sampler } from '../samplers/sampler.ts';
import { triplets } from '../samplers/triplets.ts';
import { relationsOf } from './relations-of.ts';
import type { Supervision } from './supervision.ts';

/** Pictures per batch, and the seed of the draws. */
export type RelationSamplerOptions = { readonly batch: number; readonly seed: number };

/** Makes a sampler from annotations; null if annotations of the kind are missing. */
type RelationSampler = (known: Supervision, options: RelationSamplerOptions) => Sampler | null;

/** Pictures of each identity in a batch. */
const perIdentity = 4;

/** Samplers for annotated pictures: m pictures of each of some identities, annotated pairs, or annotated triplets. */
export const relationSamplers = {
  mPerClass: ({ identities }, options) => {
    const members = [...membersByValue(identities.of).values()].filter(({ length }) => length > 1);
    const pictures = members.flat();
    if (members.length < 2) return null;
    const labels = members.flatMap((each, identity) => each.map(() => identity));
    const sampler = mPerClass({ ...options, labels, perClass: perIdentity });
    return (step) => sampler(step).map((position) => pictures[position]);
  },
  pairs: ({ annotations: { pairs: known = [] } }, options) =>
    known.length > 0 ? pairs({ ...options, pairs: known }) : null,
  triplets: ({ annotations: { triplets: known = [] } }, options) =>
    known.length > 0 ? triplets({ ...options, triplets: known }) : null,
} satisfies Record<string, RelationSampler>;

/** The name of a sampler for annotated pictures. */
export type RelationSamplerName = keyof typeof relationSamplers;

/** The names, in order of preference for ties. */
export const relationSamplerNames: readonly RelationSamplerName[] = ['mPerClass', 'pairs', 'triplets'];

/** The number of batches drawn from each sampler to compare them. */
const tried = 12;

/**
 * The sampler whose poorest batch has the most usable anchors. For losses that need `pairs`, a batch has as many usable
 * anchors as pictures with a positive, or with a negative if these are fewer; for `triplets`, as pictures with both.
 * Null if every sampler has a batch without usable anchors.
 */
export function richestSampler(
  known: Supervision,
  { needs, ...options }: RelationSamplerOptions & { readonly needs: 'pairs' | 'triplets' },
): RelationSamplerName | null {
  const richness = relationSamplerNames.map((name) => {
    const sampler = relationSamplers[name](known, options);
    if (sampler === null) return 0;
    return Math.min(...Array.from({ length: tried }, (_, step) => richnessOf(known, sampler(step), needs)));
  });
  const most = Math.max(...richness);
  return most > 0 ? relationSamplerNames[richness.indexOf(most)] : null;
}

/** The number of usable anchors of a batch. */
function richnessOf(known: Supervision, batch: readonly number[], needs: 'pairs' | 'triplets'): number {
  const { positive, negative } = relationsOf(known, batch);
  const hasAny = (weights: Float32Array, anchor: number) =>
    weights.subarray(anchor * batch.length, (anchor + 1) * batch.length).some((weight) => weight > 0);
  const anchors = batch.map((_, anchor) => ({ near: hasAny(positive, anchor), far: hasAny(negative, anchor) }));
  if (needs === 'triplets') return anchors.filter(({ near, far }) => near && far).length;
  return Math.min(anchors.filter(({ near }) => near).length, anchors.filter(({ far }) => far).length);
}
