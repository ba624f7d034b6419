import type { Embedded } from '../data/embedding/embedded.ts';
import { splitDataset } from '../data/splits/split-dataset.ts';
import { classifierAs } from '../fit/classifier/fit-classifier.ts';
import type { FitTools, Fitted } from '../fit/fit-approaches.ts';
import { galleryOfChoice } from '../fit/fit-gallery.ts';
import { subset } from '../fit/labelled.ts';
import { mean } from '../metrics/mean.ts';
import { correctness, type LabelledPrediction } from './labelled-prediction.ts';
import { observe } from './observe.ts';
import type { ByPicture } from './results.ts';

/** The settings and suspects that `fit` chose, and the fingerprint of the embedding. */
export type ChosenSettings = Pick<Fitted, 'chosen' | 'suspects'> & { readonly fingerprint: string };

/**
 * Accuracy that a split of single pictures would have given: the `share` (0..1) to measure on is drawn without regard
 * to scenes and groups, and both approaches learn from the rest with the settings that were chosen before. Choosing
 * anew by such a split would flatter a little more and cost more than two fits. Pictures without a label and suspects
 * are left out. Null if a chosen space cannot be fitted to the rest.
 */
export async function accuracyByPicture(
  all: Embedded,
  share: number,
  { chosen, suspects, fingerprint }: ChosenSettings,
  tools: FitTools,
): Promise<ByPicture | null> {
  const suspectPaths = new Set(suspects.map(({ path }) => path));
  const taken = all.samples.flatMap(({ path, label }, index) =>
    label === null || suspectPaths.has(path) ? [] : [index],
  );
  const { train, test } = drawn(all, taken, { share, seed: tools.seed });
  const classifier = chosen.classifier && (await classifierAs(chosen.classifier, train, tools));
  const gallery = chosen.gallery && (await galleryOfChoice(chosen.gallery, train, { ...tools, fingerprint }));
  if ((chosen.classifier && !classifier) || (chosen.gallery && !gallery)) return null;
  const observed = await observe({ classifier, gallery }, test, tools.product);
  if (observed.samples.length === 0) return null;
  return { classifier: accuracyOf(observed.classifier), gallery: accuracyOf(observed.gallery) };
}

function accuracyOf(outcomes: readonly LabelledPrediction[] | null): number | null {
  return outcomes && mean(correctness(outcomes));
}

function drawn(
  all: Embedded,
  taken: readonly number[],
  { share, seed }: { readonly share: number; readonly seed: number },
) {
  const ungrouped = taken.map((index) => ({ ...all.samples[index], group: null }));
  const split = splitDataset(ungrouped, {
    seed,
    shares: { train: 1 - share, val: 0, test: share },
    purpose: 'by picture',
  });
  const indices = (part: string) => taken.filter((_, i) => split[i].part === part);
  return { train: subset(all, indices('train')), test: subset(all, indices('test')) };
}
