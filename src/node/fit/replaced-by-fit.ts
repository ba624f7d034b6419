import { DiscernError } from '../../base/error.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { replaceBundle } from '../bundles/bundle-files.ts';
import type { EmbeddingSession } from '../embedding/embedding-session.ts';
import { nodeRuntime } from '../runtime.ts';
import type { FitPartsOptions } from './fit-parts.ts';
import {
  type EnrolledFate,
  inWords,
  type MadeByHand,
  madeByHandAt,
  requireKeepable,
  withMadeByHand,
  wouldBeLost,
} from './made-by-hand.ts';

/** Where a fit is written, and what happens to changes by hand in the bundle that is there. */
export type ReplaceOptions = FitPartsOptions & {
  /** Where the bundle goes: a folder, or a file that ends in `.discern`. */
  readonly out: string;
  /**
   * What happens to pictures enrolled or relabelled by hand in the bundle that is there. Without it such a bundle is
   * not replaced.
   */
  readonly enrolled?: EnrolledFate | undefined;
};

/** Pictures enrolled and relabelled by hand in the bundle that was replaced, and what happened to them. */
export type ReplacedByFit = { readonly fate: EnrolledFate; readonly enrolled: number; readonly relabelled: number };

/**
 * The changes by hand in the bundle that a fit will replace; null where there are none. Throws `misused` where the
 * options do not say what to do with them, or where the new bundle has no place for them.
 */
export async function requireFate({ out, enrolled, approach }: ReplaceOptions): Promise<MadeByHand | null> {
  const made = await madeByHandAt(out);
  if (made === null) return null;
  if (enrolled === undefined) throw wouldBeLost(made, out);
  if (enrolled === 'drop' || approach !== 'classifier') return made;
  throw new DiscernError('misused', 'a classifier alone has no gallery to keep enrolled pictures in', {
    given: '--approach classifier --keep-enrolled',
    expected: 'a gallery, or nothing to keep',
    todo: 'leave out --approach classifier, or remove them: --drop-enrolled',
  });
}

/** Writes the bundle. Changes made by hand while it was fitted are kept, unless the options say to drop them. */
export async function replaceByFit(
  bundle: Bundle,
  { fingerprint, product }: EmbeddingSession,
  { out, enrolled: wanted, seed = 0, threads, signal, warn }: ReplaceOptions,
): Promise<ReplacedByFit | null> {
  let replaced: ReplacedByFit | null = null;
  const make = async () => {
    const made = await madeByHandAt(out);
    if (made === null) return bundle;
    const fate = wanted ?? 'keep';
    if (fate === 'keep') requireKeepable(made, fingerprint, out);
    replaced = { fate, enrolled: made.enrolled.length, relabelled: made.relabelled.length };
    warn?.(`${fate === 'keep' ? 'kept' : 'removed with the old bundle:'} ${inWords(made)}`);
    if (fate === 'drop') return bundle;
    return withMadeByHand(bundle, made, { runtime: nodeRuntime, product, seed, threads, signal });
  };
  await replaceBundle(out, make, { signal, warn });
  return replaced;
}
