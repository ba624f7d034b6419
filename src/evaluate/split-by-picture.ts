import type { Embedded } from '../data/embedded.ts';
import { splitDataset } from '../data/split-dataset.ts';
import type { FitTools, Fitted } from '../fit/fit-approaches.ts';
import { classifierAs } from '../fit/fit-classifier.ts';
import { galleryAs } from '../fit/fit-gallery.ts';
import { subset } from '../fit/labelled.ts';
import { mean } from '../metrics/mean.ts';
import { observe } from './observe.ts';
import { type Outcome, rightness } from './outcome.ts';
import type { ByPicture } from './results.ts';

/** What was chosen on an honest split, for embeddings of that fingerprint. */
export type Chosen = Pick<Fitted, 'chosen'> & { readonly fingerprint: string };

/**
 * What a split that draws single pictures would have said: a `share` (0..1) of the pictures is measured on, drawn without
 * regard to scenes and groups, and what was chosen is learned again from the rest. It is not chosen again, so that it costs
 * two fits; a choice by such a split would flatter a little more. Null where a chosen space cannot be fitted to the rest.
 */
export async function accuracyByPicture(
  all: Embedded,
  share: number,
  { chosen, fingerprint }: Chosen,
  tools: FitTools,
): Promise<ByPicture | null> {
  const { train, test } = drawn(all, share, tools.seed);
  const classifier = chosen.classifier && (await classifierAs(chosen.classifier, train, tools));
  const gallery = chosen.gallery && (await galleryAs(chosen.gallery, train, { ...tools, fingerprint }));
  if ((chosen.classifier && !classifier) || (chosen.gallery && !gallery)) return null;
  const observed = await observe({ classifier, gallery }, test, tools.product);
  if (observed.samples.length === 0) return null;
  return { classifier: accuracyOf(observed.classifier), gallery: accuracyOf(observed.gallery) };
}

function accuracyOf(outcomes: readonly Outcome[] | null): number | null {
  return outcomes && mean(rightness(outcomes));
}

function drawn(all: Embedded, share: number, seed: number) {
  const alone = all.samples.map((sample) => ({ ...sample, group: null }));
  const split = splitDataset(alone, { seed, shares: { train: 1 - share, val: 0, test: share }, purpose: 'by picture' });
  const places = (part: string) => split.flatMap((sample, index) => (sample.part === part ? [index] : []));
  return { train: subset(all, places('train')), test: subset(all, places('test')) };
}
