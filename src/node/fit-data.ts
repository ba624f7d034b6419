import { throwIfAborted } from '../base/progress.ts';
import { requireSome, type Skipped } from '../data/embedded.ts';
import { learningParts } from '../data/use-parts.ts';
import { evaluation } from '../evaluate/evaluation.ts';
import { observe, observeStrangers } from '../evaluate/observe.ts';
import type { UnknownResult } from '../evaluate/results.ts';
import type { Fitted } from '../fit/fit-approaches.ts';
import { mean } from '../metrics/mean.ts';
import { requireRoomForBundle, writeBundle } from './bundle-files.ts';
import { chosenNetwork, type NetworkOptions } from './chosen-network.ts';
import { type EmbeddedParts, embedParts } from './embed-parts.ts';
import { bundleOf, type FitPartsOptions, fitParts } from './fit-parts.ts';
import { openDataset } from './open-dataset.ts';
import { homeOf, withPortablePaths } from './portable-path.ts';
import { strangersIn } from './strangers.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

/** Options of fitting. */
export type FitOptions = FitPartsOptions &
  NetworkOptions & {
    /** Where the bundle goes: a folder, or a file that ends in `.discern`. */
    readonly out: string;
    /** Pictures of no known class: how they fare is reported, and nothing is learned from them. */
    readonly unknown?: string | undefined;
  };

/** What `fit --json` prints. */
export type FitResult = Pick<Fitted, 'split' | 'chosen' | 'validation' | 'suspects'> & {
  /** Where it was written. */
  readonly bundle: string;
  /** Pictures learned from and selected on. */
  readonly samples: number;
  readonly classes: number;
  readonly seed: number;
  readonly seconds: number;
  readonly fingerprint: string;
  readonly backbone: string;
  /** Null without strangers. */
  readonly unknown: UnknownAtFit | null;
  readonly skipped: readonly Skipped[];
};

/** How strangers fared with what was learned. */
export type UnknownAtFit = {
  readonly samples: number;
  /** Share of them that the gallery accepts; null without a gallery. */
  readonly falseAccept: number | null;
  /** Against the pictures of the val part; null where the data set has none. */
  readonly validation: UnknownResult | null;
};

/** Learns a bundle from a data set and writes it. Throws what openDataset, chosenNetwork and writeBundle throw. */
export async function fitData(data: string, options: FitOptions): Promise<FitResult> {
  const start = performance.now();
  const { out, seed = 0, warn, signal } = options;
  await requireRoomForBundle(out, { signal, warn });
  const dataset = await openDataset(data);
  for (const remark of dataset.remarks) warn?.(remark);
  const { train, val } = learningParts(dataset);
  const strangers = await strangersIn(options.unknown);
  const network = await chosenNetwork(options);
  const pictures = train.length + (val?.length ?? 0) + strangers.length;
  const workshop = await openWorkshop(network, { ...options, pictures });
  try {
    const embedded = await embedParts(workshop, { train, val: val ?? [], strangers });
    const learning = await learnable(embedded, data);
    const fitted = await fitParts(learning, workshop, network, options);
    throwIfAborted(signal);
    await writeBundle(out, bundleOf(fitted, network, workshop, { dataset: dataset.name, seed }), { signal, warn });
    return {
      bundle: out,
      samples: fitted.split.train + fitted.split.val,
      classes: classesIn(fitted),
      split: fitted.split,
      seed,
      seconds: (performance.now() - start) / 1000,
      fingerprint: workshop.fingerprint,
      backbone: network.card.name,
      chosen: fitted.chosen,
      validation: fitted.validation,
      unknown: await unknownAtFit(fitted, embedded, workshop),
      suspects: fitted.suspects,
      skipped: embedded.skipped,
    };
  } finally {
    await workshop.close();
  }
}

type Parts = EmbeddedParts<'train' | 'val' | 'strangers'>;

async function learnable({ parts, skipped }: Parts, data: string) {
  const home = await homeOf(data);
  requireSome({ ...parts.train, skipped });
  return { train: withPortablePaths(parts.train, home), val: withPortablePaths(parts.val, home) };
}

function classesIn({ classifier, gallery }: Fitted): number {
  return classifier?.classes.length ?? new Set(gallery?.entries.map(({ label }) => label)).size;
}

async function unknownAtFit(fitted: Fitted, { parts }: Parts, { product }: Workshop): Promise<UnknownAtFit | null> {
  const samples = parts.strangers.samples.length;
  if (samples === 0) return null;
  const strangers = await observeStrangers(fitted, parts.strangers, product);
  const falseAccept = strangers.gallery && mean(strangers.gallery.map(({ known }) => (known ? 1 : 0)));
  const observed = await observe(fitted, parts.val, product);
  const validation = observed.samples.length === 0 ? null : evaluation({ ...observed, strangers }).unknown;
  return { samples, falseAccept, validation };
}
