import { counted } from '../base/figures.ts';
import type { Prediction } from '../base/prediction.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { Embedded } from '../data/embedded.ts';
import { type Observed, observe, observeStrangers } from '../evaluate/observe.ts';
import type { CompareResult } from '../evaluate/results.ts';
import type { Fitted } from '../fit/fit-approaches.ts';
import { chosenNetwork, type NetworkOptions } from './chosen-network.ts';
import { compareFurther } from './compared-further.ts';
import { comparedParts } from './compared-parts.ts';
import { costsOf } from './costs.ts';
import { bundleOf, fitParts, toolsOf } from './fit-parts.ts';
import { learnedPictures } from './learned-pictures.ts';
import { openDataset } from './open-dataset.ts';
import { strangersIn } from './strangers.ts';
import type { WorkOptions } from './work-options.ts';
import { openWorkshop } from './workshop.ts';

/** Options of comparing. */
export type CompareOptions = WorkOptions &
  NetworkOptions & {
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
  const { seed = 0, warn } = options;
  const dataset = await openDataset(data);
  for (const remark of dataset.remarks) warn?.(remark);
  const unknown = await strangersIn(options.unknown);
  const network = await chosenNetwork(options);
  const pictures = dataset.samples.length + unknown.length;
  const workshop = await openWorkshop(network, { ...options, pictures });
  try {
    const parts = await comparedParts(dataset, unknown, workshop, seed);
    const { scored, skipped } = parts;
    const fitted = await fitParts(parts, workshop, network, options);
    const seen = scored.hashes.filter(learnedPictures(network.bytes)).length;
    if (seen > 0) warn?.(`the network itself has learned from ${counted(seen, 'picture')} that it is scored on`);
    const observed = await observe(fitted, scored, workshop.product);
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
