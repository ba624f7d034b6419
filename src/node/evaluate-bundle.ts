import { staleClasses } from '../bundle/stale.ts';
import { seenPictures } from '../bundle/with-gallery.ts';
import { classesOf } from '../data/classes-of.ts';
import { requireSome } from '../data/embedded.ts';
import { scoringPart } from '../data/use-parts.ts';
import { evaluation } from '../evaluate/evaluation.ts';
import { observe, observeStrangers } from '../evaluate/observe.ts';
import type { EvaluateResult } from '../evaluate/results.ts';
import { requireAnswers } from '../recognise/recogniser.ts';
import { openBundleWorkshop } from './bundle-workshop.ts';
import { embedParts } from './embed-parts.ts';
import { learnedPictures } from './learned-pictures.ts';
import { openDataset } from './open-dataset.ts';
import { strangersIn } from './strangers.ts';
import type { WorkOptions } from './work-options.ts';

/** Options of evaluating. */
export type EvaluateOptions = WorkOptions & {
  /** Pictures of no known class. */
  readonly unknown?: string | undefined;
};

/**
 * Measures a bundle on labelled pictures: test, else val, else everything. Throws what openBundleWorkshop and
 * openDataset throw, and `empty` where no picture could be read or the bundle knows none of the labels.
 */
export async function evaluateBundle(
  path: string,
  data: string,
  options: EvaluateOptions = {},
): Promise<EvaluateResult> {
  const start = performance.now();
  const { seed = 0, warn } = options;
  const dataset = await openDataset(data);
  for (const remark of dataset.remarks) warn?.(remark);
  const { samples, part } = scoringPart(dataset);
  const unknown = await strangersIn(options.unknown);
  const pictures = samples.length + unknown.length;
  const { bundle, workshop } = await openBundleWorkshop(path, { ...options, pictures });
  try {
    requireAnswers(bundle);
    const { parts, skipped } = await embedParts(workshop, { known: samples, unknown });
    const known = requireSome({ ...parts.known, skipped });
    const { unseenLabels, ...observed } = await observe(bundle, known, workshop.product);
    const strangers =
      parts.unknown.samples.length > 0 ? await observeStrangers(bundle, parts.unknown, workshop.product) : null;
    const { classifier, ...scores } = evaluation({ ...observed, strangers }, { seed });
    const stale = staleClasses(bundle);
    const [ofBundle, ofNetwork] = [seenPictures(bundle), learnedPictures(bundle.backbone)];
    return {
      samples: observed.samples.length,
      classes: classesOf(observed.samples).length,
      seed,
      seconds: (performance.now() - start) / 1000,
      split: part,
      seen: known.hashes.filter((hash) => ofBundle.has(hash) || ofNetwork(hash)).length,
      skipped,
      unseenLabels,
      classifier: classifier && { ...classifier, ...(stale && { stale }) },
      ...scores,
    };
  } finally {
    await workshop.close();
  }
}
