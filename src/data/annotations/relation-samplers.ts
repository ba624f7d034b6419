import { membersByValue } from '../members-by-value.ts';
import { mPerClass } from '../samplers/m-per-class.ts';
import { pairs } from '../samplers/pairs.ts';
import type { Sampler } from '../samplers/sampler.ts';
import { triplets } from '../samplers/triplets.ts';
import { relationsOf } from './relations-of.ts';
import type { Supervision } from './supervision.ts';

/** How batches are drawn. */
export type RelationSamplerOptions = { readonly batch: number; readonly seed: number };

/** Batches of pictures by what is said of them; null where nothing of the kind is said. */
type RelationSampler = (known: Supervision, options: RelationSamplerOptions) => Sampler | null;

/** Pictures of each identity in a batch. */
const perIdentity = 4;

/** Ways to draw batches from statements: some pictures of each of some identities, known pairs, or known triplets. */
export const relationSamplers = {
  mPerClass: ({ identities }, options) => {
    const members = [...membersByValue(identities.of).values()].filter(({ length }) => length > 1);
    const pictures = members.flat();
    if (members.length < 2) return null;
    const labels = members.flatMap((each, identity) => each.map(() => identity));
    const sampler = mPerClass({ ...options, labels, perClass: perIdentity });
    return (step) => sampler(step).map((place) => pictures[place]);
  },
  pairs: ({ annotations: { pairs: known = [] } }, options) =>
    known.length > 0 ? pairs({ ...options, pairs: known }) : null,
  triplets: ({ annotations: { triplets: known = [] } }, options) =>
    known.length > 0 ? triplets({ ...options, triplets: known }) : null,
} satisfies Record<string, RelationSampler>;

/** The name of a way to draw batches from statements. */
export type RelationSamplerName = keyof typeof relationSamplers;

/** Their names, the first of equals being preferred. */
export const relationSamplerNames: readonly RelationSamplerName[] = ['mPerClass', 'pairs', 'triplets'];

/** Batches that are tried of each sampler. */
const tried = 12;

/**
 * The sampler in whose poorest batches the most pictures have something to learn from. For losses that need `pairs` it is the
 * rarer of pictures with a positive and of those with a negative; for `triplets` those with both. Null where every sampler
 * gives batches without.
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

/** How many pictures of a batch have something to learn from. */
function richnessOf(known: Supervision, batch: readonly number[], needs: 'pairs' | 'triplets'): number {
  const { positive, negative } = relationsOf(known, batch);
  const hasAny = (weights: Float32Array, anchor: number) =>
    weights.subarray(anchor * batch.length, (anchor + 1) * batch.length).some((weight) => weight > 0);
  const anchors = batch.map((_, anchor) => ({ near: hasAny(positive, anchor), far: hasAny(negative, anchor) }));
  if (needs === 'triplets') return anchors.filter(({ near, far }) => near && far).length;
  return Math.min(anchors.filter(({ near }) => near).length, anchors.filter(({ far }) => far).length);
}
