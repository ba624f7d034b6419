import type { NetworkFile } from '../../backbones/network-file.ts';
import { internalError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import { consistentAnnotations } from '../../data/annotations/consistent-annotations.ts';
import { knownPairs } from '../../data/annotations/known-pairs.ts';
import { type StatedPairs, statedPairs } from '../../data/annotations/stated-pairs.ts';
import type { Dataset } from '../../data/dataset.ts';
import { type Embedded, requireSome, type Skipped } from '../../data/embedding/embedded.ts';
import { type LearningParts, learningParts } from '../../data/splits/use-parts.ts';
import { type VerificationReport, verificationReport } from '../../evaluate/verification.ts';
import type { Fitted } from '../../fit/fit-approaches.ts';
import { type FittedVerifier, fitVerifier } from '../../fit/fit-verifier.ts';
import { type VerificationRounds, verificationRounds } from '../../fit/verification-rounds.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import { trainedPictures } from '../../stages/ending/learned-pictures.ts';
import { type EmbeddingSession, openEmbeddingSession } from '../embedding/embedding-session.ts';
import { chosenNetwork, type NetworkOptions } from '../hub/chosen-network.ts';
import { version } from '../version.ts';
import type { WorkOptions } from '../work-options.ts';
import { type MadeByHand, requireKeepable } from './made-by-hand.ts';
import { type ReplacedByFit, type ReplaceOptions, replaceByFit } from './replaced-by-fit.ts';
import { allLearned, requireBothKinds } from './require-pairs.ts';

/** Options of fitting to pairs, triplets or groups. */
export type FitAnnotationsOptions = ReplaceOptions & NetworkOptions;

/** Verification of held-out pairs, and what kept their pictures apart from the learned ones. */
export type FittedVerification = VerificationReport & { readonly apart: VerificationRounds['apart'] };

/** The result of fitting without labels, with the names that `fit` uses. */
export type AnnotationsFit = Pick<Fitted, 'split' | 'chosen' | 'validation' | 'suspects'> & {
  /** Pictures that could be read. */
  readonly samples: number;
  readonly threshold: Threshold;
  readonly verification: FittedVerification;
  readonly fingerprint: string;
  readonly backbone: string;
  /** Pictures enrolled or relabelled by hand in the bundle that was replaced; null where there were none. */
  readonly enrolled: ReplacedByFit | null;
  readonly skipped: readonly Skipped[];
};

/**
 * Fits a bundle without classes to a data set of pairs, triplets or groups and writes it. `verify` works with it, and
 * `enrol` gives it classes. Throws `contradiction`, with chains of statements; `too-few` where fewer than four pairs of
 * a kind are left of pictures that nothing was learned from; and what learningParts, chosenNetwork and writeBundle
 * throw.
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
  const session = await openEmbeddingSession(network, { ...options, pictures: used.length });
  try {
    if (made && options.enrolled === 'keep') requireKeepable(made, session.fingerprint, options.out);
    const embedded = requireSome(await session.embed(used));
    const isLearned = learnedBefore(embedded, parts, network);
    const isIncluded = (picture: number) => !isLearned(picture);
    const stated = statedPairs(embedded, used, annotated, { seed, isIncluded });
    if (stated.copies > 0) warn?.(`left out ${counted(stated.copies, 'pair')} of pictures with the same bytes`);
    const rounds = verificationRounds(stated.pairs, stated.together, isLearned, seed);
    if (!embedded.samples.some((_, i) => isLearned(i)))
      requireBothKinds(stated.pairs, dataset, embedded.skipped.length);
    if (rounds === null) throw allLearned(data, options);
    const { fitted, report } = await chosenBy(stated, embedded, rounds, session, options);
    const split = splitOf(rounds, embedded.samples.length);
    const pictures = [...new Set(embedded.hashes)].sort();
    const chosen = choiceOf(fitted);
    const provenance = { version: version(), dataset: dataset.name, seed, split, chosen, pictures };
    const { card, bytes: backbone } = network;
    const { fingerprint } = session;
    const bundle = { card, fingerprint, backbone, classifier: null, gallery: fitted.gallery, provenance };
    const enrolled = await replaceByFit(bundle, session, options);
    return {
      enrolled,
      samples: embedded.samples.length,
      ...{ split, threshold: fitted.gallery.threshold, verification: { apart: rounds.apart, ...report } },
      ...{ chosen, validation: { classifier: null, gallery: null }, suspects: [] },
      ...{ fingerprint, backbone: card.name, skipped: embedded.skipped },
    };
  } finally {
    await session.close();
  }
}

/**
 * Pictures that must not be asked: those that the network was trained on, and the train part of a data set that has a
 * val part.
 */
function learnedBefore(
  { samples, hashes }: Embedded,
  { train, val }: LearningParts,
  { bytes }: NetworkFile,
): (picture: number) => boolean {
  const isTrainedOn = trainedPictures(bytes);
  const given = new Set(val === null ? [] : train);
  return (picture) => isTrainedOn(hashes[picture]) || given.has(samples[picture]);
}

type FitAndReport = { readonly fitted: FittedVerifier; readonly report: VerificationReport };

async function chosenBy(
  { identities }: StatedPairs,
  { embeddings }: Embedded,
  rounds: VerificationRounds,
  { fingerprint, product }: EmbeddingSession,
  { seed = 0, progress, signal }: WorkOptions,
): Promise<FitAndReport> {
  const fitted = await fitVerifier({ embeddings, identities, rounds, fingerprint }, { product, progress, signal });
  return { fitted, report: await verificationReport(fitted.answers, identities, { seed, progress, signal }) };
}

/** The chosen settings, with the names that `fit` uses. */
function choiceOf({ gallery: { matcher }, projection }: FittedVerifier): AnnotationsFit['chosen'] {
  return { classifier: null, gallery: { projection, matcher, validation: null } };
}

/** The split. With folds every picture was learned from in some round; with one round some pictures were only asked. */
function splitOf({ apart, rounds: [first] }: VerificationRounds, samples: number): Fitted['split'] {
  if (first === undefined) throw internalError('pairs that are asked in no round');
  const train = apart === 'turns' ? samples : first.learned.length;
  return { train, val: samples - train, test: 0 };
}
