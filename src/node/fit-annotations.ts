import { internalError } from '../base/error.ts';
import { counted } from '../base/figures.ts';
import { consistentAnnotations } from '../data/annotations/consistent-annotations.ts';
import { knownPairs } from '../data/annotations/known-pairs.ts';
import { type StatedPairs, statedPairs } from '../data/annotations/stated-pairs.ts';
import type { Dataset } from '../data/dataset.ts';
import { type Embedded, requireSome, type Skipped } from '../data/embedded.ts';
import { type LearningParts, learningParts } from '../data/use-parts.ts';
import { type VerificationReport, verificationReport } from '../evaluate/verification.ts';
import type { Fitted } from '../fit/fit-approaches.ts';
import { type FittedVerifier, fitVerifier } from '../fit/fit-verifier.ts';
import { type VerificationRounds, verificationRounds } from '../fit/verification-rounds.ts';
import type { Threshold } from '../gallery/gallery.ts';
import { trainedPictures } from '../stages/ending/learned-pictures.ts';
import { chosenNetwork, type NetworkOptions } from './chosen-network.ts';
import { type MadeByHand, requireKeepable } from './made-by-hand.ts';
import { type ReplacedByFit, type ReplaceOptions, replaceByFit } from './replaced-by-fit.ts';
import { allLearned, requireBothKinds } from './require-pairs.ts';
import { version } from './version.ts';
import type { WorkOptions } from './work-options.ts';
import { type Network, openWorkshop, type Workshop } from './workshop.ts';

/** Options of fitting to pairs, triplets or groups. */
export type FitAnnotationsOptions = ReplaceOptions & NetworkOptions;

/** How well held-out pairs were told, and what kept them apart from what was learned. */
export type FittedVerification = VerificationReport & { readonly apart: VerificationRounds['apart'] };

/** What is learned where there are no labels, in the words of `fit`. */
export type AnnotationsFit = Pick<Fitted, 'split' | 'chosen' | 'validation' | 'suspects'> & {
  /** Pictures that could be read. */
  readonly samples: number;
  readonly threshold: Threshold;
  readonly verification: FittedVerification;
  readonly fingerprint: string;
  readonly backbone: string;
  /** What was done by hand to the bundle that was replaced; null where there was nothing. */
  readonly enrolled: ReplacedByFit | null;
  readonly skipped: readonly Skipped[];
};

/**
 * Learns a bundle without classes from a data set of pairs, triplets or groups and writes it: `verify` takes it, and
 * `enrol` gives it classes. Throws `contradiction`, with chains; `too-few` where fewer than four pairs of a kind can be
 * asked of pictures that nothing was learned from; and what learningParts, chosenNetwork and writeBundle throw.
 */
export async function fitAnnotations(
  dataset: Dataset,
  data: string,
  options: FitAnnotationsOptions,
  made: MadeByHand | null,
): Promise<AnnotationsFit> {
  const { seed = 0, warn } = options;
  const parts = learningParts(dataset);
  const used = [...parts.train, ...(parts.val ?? [])];
  const annotated = consistentAnnotations(dataset, used, warn);
  requireBothKinds(knownPairs(annotated, seed), dataset, 0);
  const network = await chosenNetwork(options);
  const workshop = await openWorkshop(network, { ...options, pictures: used.length });
  try {
    if (made && options.enrolled === 'keep') requireKeepable(made, workshop.fingerprint, options.out);
    const embedded = requireSome(await workshop.embed(used));
    const isLearned = learnedBefore(embedded, parts, network);
    const isIncluded = (picture: number) => !isLearned(picture);
    const stated = statedPairs(embedded, used, annotated, { seed, isIncluded });
    if (stated.copies > 0) warn?.(`left out ${counted(stated.copies, 'pair')} of pictures with the same bytes`);
    const rounds = verificationRounds(stated.pairs, stated.together, isLearned, seed);
    if (!embedded.samples.some((_, i) => isLearned(i)))
      requireBothKinds(stated.pairs, dataset, embedded.skipped.length);
    if (rounds === null) throw allLearned(data, options);
    const { fitted, report } = await chosenBy(stated, embedded, rounds, workshop, options);
    const split = splitOf(rounds, embedded.samples.length);
    const pictures = [...new Set(embedded.hashes)].sort();
    const chosen = choiceOf(fitted);
    const provenance = { version: version(), dataset: dataset.name, seed, split, chosen, pictures };
    const { card, bytes: backbone } = network;
    const { fingerprint } = workshop;
    const bundle = { card, fingerprint, backbone, classifier: null, gallery: fitted.gallery, provenance };
    const enrolled = await replaceByFit(bundle, workshop, options);
    return {
      enrolled,
      samples: embedded.samples.length,
      ...{ split, threshold: fitted.gallery.threshold, verification: { apart: rounds.apart, ...report } },
      ...{ chosen, validation: { classifier: null, gallery: null }, suspects: [] },
      ...{ fingerprint, backbone: card.name, skipped: embedded.skipped },
    };
  } finally {
    await workshop.close();
  }
}

/** What the network has learned from, and the train part of a data set with a val part: it is not asked. */
function learnedBefore(
  { samples, hashes }: Embedded,
  { train, val }: LearningParts,
  { bytes }: Network,
): (picture: number) => boolean {
  const isTrainable = trainedPictures(bytes);
  const given = new Set(val === null ? [] : train);
  return (picture) => isTrainable(hashes[picture]) || given.has(samples[picture]);
}

type FitAndReport = { readonly fitted: FittedVerifier; readonly report: VerificationReport };

async function chosenBy(
  { identities }: StatedPairs,
  { embeddings }: Embedded,
  rounds: VerificationRounds,
  { fingerprint, product }: Workshop,
  { seed = 0, progress, signal }: WorkOptions,
): Promise<FitAndReport> {
  const fitted = await fitVerifier({ embeddings, identities, rounds, fingerprint }, { product, progress, signal });
  return { fitted, report: await verificationReport(fitted.answers, identities, { seed, progress, signal }) };
}

/** What was picked, in the words of `fit`. */
function choiceOf({ gallery: { matcher }, projection }: FittedVerifier): AnnotationsFit['chosen'] {
  return { classifier: null, gallery: { projection, matcher, validation: null } };
}

/** Held out by turns, all pictures were learned from; else some were only asked. */
function splitOf({ apart, rounds: [first] }: VerificationRounds, samples: number): Fitted['split'] {
  if (first === undefined) throw internalError('pairs that are asked in no round');
  const train = apart === 'turns' ? samples : first.learned.length;
  return { train, val: samples - train, test: 0 };
}
