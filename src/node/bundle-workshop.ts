import { DiscernError } from '../base/error.ts';
import type { Bundle, BundleForAnswers } from '../bundle/bundle.ts';
import { readBundle, readBundleForAnswers } from './bundle-files.ts';
import { earlyStart } from './early-start.ts';
import { shellWord } from './shell-word.ts';
import { openWorkshop, type Workshop, type WorkshopOptions } from './workshop.ts';

/** A bundle, and the workshop of its network. Close the workshop. */
export type BundleWorkshop<B = BundleForAnswers> = { readonly bundle: B; readonly workshop: Workshop };

/**
 * Opens what answering needs of a bundle, and its network. Throws what readBundle throws, and `fingerprint` where the
 * version that learned the bundle prepares pictures otherwise than this one: vectors could not be compared.
 */
export function openBundleWorkshop(path: string, options: WorkshopOptions): Promise<BundleWorkshop> {
  return open(path, options, readBundleForAnswers);
}

/** The same with the whole bundle: where its pictures come from, and the embeddings that it keeps. */
export function openWholeBundleWorkshop(path: string, options: WorkshopOptions): Promise<BundleWorkshop<Bundle>> {
  return open(path, options, readBundle);
}

async function open<B extends BundleForAnswers>(
  path: string,
  options: WorkshopOptions,
  read: (path: string, options: Pick<WorkshopOptions, 'warn'>) => Promise<B>,
): Promise<BundleWorkshop<B>> {
  const early = earlyStart(options.pictures);
  options.progress?.({ stage: 'opening the bundle', done: 0 });
  const bundle = await read(path, { warn: options.warn });
  const workshop = await openWorkshop({ card: bundle.card, bytes: bundle.backbone }, options, early);
  if (workshop.fingerprint === bundle.fingerprint) return { bundle, workshop };
  await workshop.close();
  throw new DiscernError('fingerprint', `${path} was learned with another preparation of pictures`, {
    given: `a bundle with the fingerprint ${bundle.fingerprint}`,
    expected: workshop.fingerprint,
    todo: `learn it again: discern fit DATA --out ${shellWord(path)}`,
  });
}
