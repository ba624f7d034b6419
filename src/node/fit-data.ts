import { DiscernError } from '../base/error.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { requireSome, type Skipped } from '../data/embedded.ts';
import { learningParts } from '../data/use-parts.ts';
import { evaluation } from '../evaluate/evaluation.ts';
import { observe, observeStrangers } from '../evaluate/observe.ts';
import type { UnknownResult } from '../evaluate/results.ts';
import type { Fitted } from '../fit/fit-approaches.ts';
import { mean } from '../metrics/mean.ts';
import { replaceBundle, requireRoomForBundle } from './bundle-files.ts';
import { chosenNetwork, type NetworkOptions } from './chosen-network.ts';
import { type EmbeddedParts, embedParts } from './embed-parts.ts';
import { bundleOf, type FitPartsOptions, fitParts } from './fit-parts.ts';
import {
  type EnrolledFate,
  inWords,
  type MadeByHand,
  madeByHandAt,
  requireKeepable,
  withMadeByHand,
  wouldBeLost,
} from './made-by-hand.ts';
import { openDataset } from './open-dataset.ts';
import { homeOf, withPortablePaths } from './portable-path.ts';
import { nodeRuntime } from './runtime.ts';
import { strangersIn } from './strangers.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

/** Options of fitting. */
export type FitOptions = FitPartsOptions &
  NetworkOptions & {
    /** Where the bundle goes: a folder, or a file that ends in `.discern`. */
    readonly out: string;
    /** Pictures of no known class: how they fare is reported, and nothing is learned from them. */
    readonly unknown?: string | undefined;
    /** What becomes of pictures enrolled or relabelled by hand in the bundle that is there. Absent: it is not replaced. */
    readonly enrolled?: EnrolledFate | undefined;
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
  /** What was done by hand to the bundle that this one replaces, in pictures; null where there was nothing. */
  readonly enrolled: ReplacedByFit | null;
  readonly skipped: readonly Skipped[];
};

/** Pictures enrolled and relabelled by hand in the bundle that was replaced, and what became of them. */
export type ReplacedByFit = { readonly fate: EnrolledFate; readonly enrolled: number; readonly relabelled: number };

/** How strangers fared with what was learned. */
export type UnknownAtFit = {
  readonly samples: number;
  /** Share of them that the gallery accepts; null without a gallery. */
  readonly falseAccept: number | null;
  /** Against the pictures of the val part; null where the data set has none. */
  readonly validation: UnknownResult | null;
};

/**
 * Learns a bundle from a data set and writes it. Throws what openDataset, chosenNetwork and writeBundle throw; `misused`,
 * before it begins, where something was done by hand to the bundle that it would replace and `enrolled` does not say what
 * becomes of that; and `fingerprint` where it cannot be kept.
 */
export async function fitData(data: string, options: FitOptions): Promise<FitResult> {
  const start = performance.now();
  const { out, seed = 0, warn } = options;
  await requireRoomForBundle(out);
  const made = await madeByHandAt(out);
  requireFate(made, options);
  const dataset = await openDataset(data);
  for (const remark of dataset.remarks) warn?.(remark);
  const { train, val } = learningParts(dataset);
  const strangers = await strangersIn(options.unknown);
  const network = await chosenNetwork(options);
  const pictures = train.length + (val?.length ?? 0) + strangers.length;
  const workshop = await openWorkshop(network, { ...options, pictures });
  try {
    if (made && options.enrolled === 'keep') requireKeepable(made, workshop.fingerprint, out);
    const embedded = await embedParts(workshop, { train, val: val ?? [], strangers });
    const learning = await learnable(embedded, data);
    const fitted = await fitParts(learning, workshop, network, options);
    const bundle = bundleOf(fitted, network, workshop, { dataset: dataset.name, seed });
    const enrolled = await replace(bundle, workshop, options);
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
      enrolled,
      skipped: embedded.skipped,
    };
  } finally {
    await workshop.close();
  }
}

function requireFate(made: MadeByHand | null, { out, enrolled, approach }: FitOptions): void {
  if (made === null) return;
  if (enrolled === undefined) throw wouldBeLost(made, out);
  if (enrolled === 'drop' || approach !== 'classifier') return;
  throw new DiscernError('misused', 'a classifier alone has no gallery to keep enrolled pictures in', {
    given: '--approach classifier --keep-enrolled',
    expected: 'a gallery, or nothing to keep',
    todo: 'leave out --approach classifier, or let them go: --drop-enrolled',
  });
}

/** Writes the bundle. What was done by hand while it was learned is kept unless everything is to go. */
async function replace(
  bundle: Bundle,
  { fingerprint, product }: Workshop,
  { out, enrolled: wanted, seed = 0, threads, signal, warn }: FitOptions,
): Promise<ReplacedByFit | null> {
  let replaced: ReplacedByFit | null = null;
  await replaceBundle(out, async () => {
    const made = await madeByHandAt(out);
    if (made === null) return bundle;
    const fate = wanted ?? 'keep';
    replaced = { fate, enrolled: made.enrolled.length, relabelled: made.relabelled.length };
    warn?.(`${fate === 'keep' ? 'kept' : 'with the old bundle went'} ${inWords(made)}`);
    if (fate === 'drop') return bundle;
    requireKeepable(made, fingerprint, out);
    return withMadeByHand(bundle, made, { runtime: nodeRuntime, product, seed, threads, signal });
  });
  return replaced;
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
