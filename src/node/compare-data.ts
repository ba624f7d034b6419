import { counted } from '../base/figures.ts';
import type { Prediction } from '../base/prediction.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { Embedded } from '../data/embedded.ts';
import type { FolderOptions } from '../data/folder-dataset.ts';
import { requireLearned, seenIn } from '../evaluate/cautions.ts';
import { type Observed, observe, observeStrangers } from '../evaluate/observe.ts';
import type { CompareResult } from '../evaluate/results.ts';
import type { Fitted } from '../fit/fit-approaches.ts';
import { learnedPictures } from '../stages/ending/learned-pictures.ts';
import { chosenNetwork, type NetworkOptions } from './chosen-network.ts';
import { compareFurther } from './compared-further.ts';
import { comparedParts } from './compared-parts.ts';
import { costsOf } from './costs.ts';
import { bundleOf, fitParts, toolsOf } from './fit-parts.ts';
import { requireLabels } from './needs-labels.ts';
import { openDataset } from './open-dataset.ts';
import { pictureFaults } from './picture-faults.ts';
import { strangersIn } from './strangers.ts';
import type { WorkOptions } from './work-options.ts';
import { type Network, openWorkshop } from './workshop.ts';

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
  /** What validation picked. */
  readonly chosen: Fitted['chosen'];
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
  requireLabels(dataset, 'compare', data);
  const unknown = await strangersIn(options.unknown, options);
  const network = await chosenNetwork(options);
  const pictures = dataset.samples.length + unknown.length;
  const workshop = await openWorkshop(network, { ...options, pictures });
  try {
    const parts = await comparedParts(dataset, unknown, workshop, seed);
    const { scored, skipped } = parts;
    const faults = pictureFaults(dataset.samples, [parts.parted ?? parts.train, parts.val, scored], warn);
    const fitted = await fitParts(parts, workshop, network, options);
    const isLearned = learnedFrom(fitted, network, scored, warn);
    progress?.({ stage: 'measuring both approaches', done: 0 });
    const observed = await observe(fitted, scored, workshop.product);
    requireLearned(observed);
    const strangers = unknown.length === 0 ? null : await observeStrangers(fitted, parts.unknown, workshop.product);
    const bundle = bundleOf(fitted, network, workshop, { dataset: dataset.name, seed });
    const costs = await costsOf(fitted.seconds, bundle, scored, workshop);
    const learned = { parts, fitted, observed, fingerprint: workshop.fingerprint };
    const further = await compareFurther(learned, { ...observed, strangers }, costs, toolsOf(workshop, options));
    const result = {
      dataset: dataset.name,
      samples: observed.samples.length,
      seed,
      split: { ...fitted.split, test: scored.samples.length },
      ...further,
      suspects: fitted.suspects,
      ...seenIn({ observed, known: scored, unknown: parts.unknown }, isLearned, { seed }),
      ...faults,
      skipped,
    };
    return {
      result,
      bundle,
      chosen: fitted.chosen,
      observed,
      strangers: strangers && { samples: parts.unknown.samples, ...strangers },
    };
  } finally {
    await workshop.close();
  }
}

/** Whether a picture was learned from or selected on, by the SHA-256 of its bytes; `warn` hears what the network knows. */
function learnedFrom(
  { hashes }: Fitted,
  { bytes }: Network,
  scored: Embedded,
  warn: WorkOptions['warn'],
): (hash: string) => boolean {
  const [fitted, byNetwork] = [new Set(hashes), learnedPictures(bytes)];
  const seen = scored.hashes.filter(byNetwork).length;
  if (seen > 0) warn?.(`the network itself has learned from ${counted(seen, 'picture')} that it is scored on`);
  return (hash) => fitted.has(hash) || byNetwork(hash);
}
