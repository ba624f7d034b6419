import type { NetworkFile } from '../../backbones/network-file.ts';
import { counted } from '../../base/figures.ts';
import type { Prediction } from '../../base/prediction.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import { overlapWithTraining, requireLearned } from '../../evaluate/cautions.ts';
import { type Observed, observe, observeStrangers } from '../../evaluate/observe.ts';
import type { CompareResult } from '../../evaluate/results.ts';
import type { Fitted } from '../../fit/fit-approaches.ts';
import { learnedPictures } from '../../stages/ending/learned-pictures.ts';
import { openEmbeddingSession } from '../embedding/embedding-session.ts';
import { bundleOf, fitParts, toolsOf } from '../fit/fit-parts.ts';
import { requireLabels } from '../fit/needs-labels.ts';
import { chosenNetwork, type NetworkOptions } from '../hub/chosen-network.ts';
import { openDataset } from '../open-dataset.ts';
import { pictureFaults } from '../pictures/picture-faults.ts';
import type { WorkOptions } from '../work-options.ts';
import { compareFurther } from './compared-further.ts';
import { comparedParts } from './compared-parts.ts';
import { costsOf } from './costs.ts';
import { strangersIn } from './strangers.ts';

/** Options of comparing. */
export type CompareOptions = WorkOptions &
  NetworkOptions &
  FolderOptions & {
    /** Pictures of no known class. */
    readonly unknown?: string | undefined;
  };

/** A comparison, with all that its report needs. */
export type AllComparisons = {
  /** What `compare --json` prints. */
  readonly result: CompareResult;
  /** What was fitted. The paths of its entries can be opened here. */
  readonly bundle: Bundle;
  /** The settings that validation chose. */
  readonly chosen: Fitted['chosen'];
  /** What both approaches answered for the pictures that they were measured on. */
  readonly observed: Observed;
  readonly strangers: Strangers | null;
};

/** Pictures of no known class, and what each approach answered. */
export type Strangers = {
  readonly samples: Embedded['samples'];
  readonly classifier: readonly Prediction[] | null;
  readonly gallery: readonly Prediction[] | null;
};

/**
 * Fits both approaches to the same pictures and measures them on the same other pictures. Throws what openDataset and
 * chosenNetwork throw, and `empty` where no picture could be read.
 *
 * @example
 * const { result, bundle } = await compareData('pictures');
 * result.samples; // => 4
 * console.log(result.classifier?.accuracy, result.gallery?.accuracy);
 * await writeBundle('both.discern', bundle);
 */
export async function compareData(data: string, options: CompareOptions = {}): Promise<AllComparisons> {
  const { seed = 0, warn, progress } = options;
  progress?.({ stage: 'reading the data set', done: 0 });
  const dataset = await openDataset(data, { parts: options.parts });
  for (const remark of dataset.remarks) warn?.(remark);
  requireLabels(dataset, 'compare', data);
  const unknown = await strangersIn(options.unknown, options);
  const network = await chosenNetwork(options);
  const pictures = dataset.samples.length + unknown.length;
  const session = await openEmbeddingSession(network, { ...options, pictures });
  try {
    const parts = await comparedParts(dataset, unknown, session, seed);
    const { scored, skipped } = parts;
    const faults = pictureFaults(dataset.samples, [parts.parted ?? parts.train, parts.val, scored], warn);
    const fitted = await fitParts(parts, session, network, options);
    const isLearned = learnedFrom(fitted, network, scored, warn);
    progress?.({ stage: 'measuring both approaches', done: 0 });
    const observed = await observe(fitted, scored, session.product);
    requireLearned(observed);
    const strangers = unknown.length === 0 ? null : await observeStrangers(fitted, parts.unknown, session.product);
    const bundle = bundleOf(fitted, network, session, { dataset: dataset.name, seed });
    const costs = await costsOf(fitted.seconds, bundle, scored, session);
    const learned = { parts, fitted, observed, fingerprint: session.fingerprint };
    const further = await compareFurther(learned, { ...observed, strangers }, costs, toolsOf(session, options));
    const result = {
      dataset: dataset.name,
      samples: observed.samples.length,
      seed,
      split: { ...fitted.split, test: scored.samples.length },
      ...further,
      suspects: fitted.suspects,
      ...overlapWithTraining({ observed, known: scored, unknown: parts.unknown }, isLearned, { seed }),
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
    await session.close();
  }
}

/**
 * Whether a picture was learned from or selected on, by the SHA-256 of its bytes. Warns where the network itself was
 * trained on measured pictures.
 */
function learnedFrom(
  { hashes }: Fitted,
  { bytes }: NetworkFile,
  scored: Embedded,
  warn: WorkOptions['warn'],
): (hash: string) => boolean {
  const [fitted, byNetwork] = [new Set(hashes), learnedPictures(bytes)];
  const seen = scored.hashes.filter(byNetwork).length;
  if (seen > 0) warn?.(`the network itself was trained on ${counted(seen, 'picture')} that it is measured on`);
  return (hash) => fitted.has(hash) || byNetwork(hash);
}
