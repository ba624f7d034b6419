import { DiscernError } from '../base/error.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { readBundle } from './bundle-files.ts';
import { earlyStart } from './early-start.ts';
import { shellWord } from './shell-word.ts';
import { openWorkshop, type Workshop, type WorkshopOptions } from './workshop.ts';

/** Options of opening a bundle to work with. */
export type BundleWorkshopOptions = WorkshopOptions & {
  /** Whether the embeddings that the bundle keeps stay on the disk. Absent: they do. */
  readonly forAnswers?: boolean;
};

/** A bundle, and the workshop of its network. Close the workshop. */
export type BundleWorkshop = { readonly bundle: Bundle; readonly workshop: Workshop };

/**
 * Opens a bundle and its network. Throws what readBundle throws, and `fingerprint` where this version of Discern
 * prepares pictures otherwise than the one that learned the bundle: its vectors could not be compared.
 */
export async function openBundleWorkshop(path: string, options: BundleWorkshopOptions): Promise<BundleWorkshop> {
  const early = earlyStart(options.pictures);
  options.progress?.({ stage: 'opening the bundle', done: 0 });
  const { warn, forAnswers = true } = options;
  const bundle = await readBundle(path, { warn, forAnswers });
  const workshop = await openWorkshop({ card: bundle.card, bytes: bundle.backbone }, options, early);
  if (workshop.fingerprint === bundle.fingerprint) return { bundle, workshop };
  await workshop.close();
  throw new DiscernError('fingerprint', `${path} was learned with another preparation of pictures`, {
    given: `a bundle with the fingerprint ${bundle.fingerprint}`,
    expected: workshop.fingerprint,
    todo: `learn it again: discern fit DATA --out ${shellWord(path)}`,
  });
}
