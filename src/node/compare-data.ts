import { counted } from '../base/figures.ts';
import type { Prediction } from '../base/prediction.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { type Embedded, requireSome } from '../data/embedded.ts';
import type { FolderOptions } from '../data/folder-dataset.ts';
import { comparisonParts } from '../data/use-parts.ts';
import { requireLearned, seenIn } from '../evaluate/cautions.ts';
import { comparison } from '../evaluate/comparison.ts';
import { type Observed, observe, observeStrangers } from '../evaluate/observe.ts';
import type { CompareResult } from '../evaluate/results.ts';
import { chosenNetwork, type NetworkOptions } from './chosen-network.ts';
import { costsOf } from './costs.ts';
import { embedParts } from './embed-parts.ts';
import { bundleOf, fitParts } from './fit-parts.ts';
import { learnedPictures } from './learned-pictures.ts';
import { openDataset } from './open-dataset.ts';
import { pictureFaults } from './picture-faults.ts';
import { strangersIn } from './strangers.ts';
import type { WorkOptions } from './work-options.ts';
import { openWorkshop } from './workshop.ts';

/** Options of comparing. */
export type CompareOptions = WorkOptions &
  NetworkOptions &
  FolderOptions & {
    /** Pictures of no known class. */
    readonly unknown?: string | undefined;
  };

/** A comparison, with what it was drawn from. */
export type Compared = {
  /** What `compare --json` prints. */
  readonly result: CompareResult;
  /** What was learned; its entries bear paths as they can be opened here. */
  readonly bundle: Bundle;
  /** What it said of the pictures that it was measured on. */
  readonly observed: Observed;
  readonly strangers: Strangers | null;
};

/** Pictures of no known class, and what each approach said of them. */
export type Strangers = {
  readonly samples: Embedded['samples'];
  readonly classifier: readonly Prediction[] | null;
  readonly gallery: readonly Prediction[] | null;
};

/**
 * Learns both approaches from the same pictures and measures them on the same others. Throws what openDataset and
 * chosenNetwork throw, and `empty` where no picture could be read.
 */
export async function compareData(data: string, options: CompareOptions = {}): Promise<Compared> {
  const { seed = 0, warn, progress } = options;
  progress?.({ stage: 'reading the data set', done: 0 });
  const dataset = await openDataset(data, { parts: options.parts });
  for (const remark of dataset.remarks) warn?.(remark);
  const { train, val, score, part } = comparisonParts(dataset, seed);
  const unknown = await strangersIn(options.unknown, options);
  const network = await chosenNetwork(options);
  const pictures = train.length + (val?.length ?? 0) + score.length + unknown.length;
  const workshop = await openWorkshop(network, { ...options, pictures });
  try {
    const { parts, skipped } = await embedParts(workshop, { train, val: val ?? [], score, unknown });
    requireSome({ ...parts.train, skipped });
    const scored = requireSome({ ...parts.score, skipped });
    const used = [
      { name: 'train', given: train, read: parts.train },
      { name: 'val', given: val ?? [], read: parts.val },
      { name: part, given: score, read: parts.score },
    ];
    const faults = pictureFaults(used, warn);
    const fitted = await fitParts(parts, workshop, network, options);
    const [learned, byNetwork] = [new Set(fitted.hashes), learnedPictures(network.bytes)];
    const known = scored.hashes.filter(byNetwork).length;
    if (known > 0) warn?.(`the network itself has learned from ${counted(known, 'picture')} that it is scored on`);
    progress?.({ stage: 'measuring both approaches', done: 0 });
    const observed = await observe(fitted, scored, workshop.product);
    requireLearned(observed);
    const strangers = unknown.length === 0 ? null : await observeStrangers(fitted, parts.unknown, workshop.product);
    const bundle = bundleOf(fitted, network, workshop, { dataset: dataset.name, seed });
    const costs = await costsOf(fitted.seconds, bundle, scored, workshop);
    const result = {
      dataset: dataset.name,
      samples: observed.samples.length,
      seed,
      split: { ...fitted.split, test: scored.samples.length },
      ...comparison({ ...observed, strangers }, costs, { seed }),
      suspects: fitted.suspects,
      ...seenIn(observed, scored, (hash) => learned.has(hash) || byNetwork(hash), { seed }),
      ...faults,
      skipped,
    };
    return {
      result,
      bundle,
      observed,
      strangers: strangers && { samples: parts.unknown.samples, ...strangers },
    };
  } finally {
    await workshop.close();
  }
}
