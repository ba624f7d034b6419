import { internalError } from '../base/error.ts';
import { takeRows } from '../base/matrix.ts';
import { type ProgressOptions, throwIfAborted } from '../base/progress.ts';
import { thresholdFor } from '../calibrate/threshold-rules/catalogue.ts';
import type { Embedded } from '../data/embedding/embedded.ts';
import { enrolledOf } from '../gallery/enrolled-of.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { fittedMatcher, type MatcherSpec, matcherCandidates } from '../gallery/matchers/catalogue.ts';
import type { Threshold } from '../gallery/threshold.ts';
import { auroc } from '../metrics/auroc.ts';
import { mean } from '../metrics/mean.ts';
import { standardError } from '../metrics/standard-error.ts';
import type { NearestMeanTools } from '../train/nearest-mean.ts';
import { type ClassFold, classFolds } from './gallery/class-folds.ts';
import { emptyGallery, enrolEmbedded } from './gallery/enrol-embedded.ts';
import { type LaterScore, laterScores } from './gallery/later-scores.ts';
import { type OwnAndOtherScores, ownAndOtherScores } from './gallery/own-and-other-scores.ts';
import type { Held } from './held-out/hold-out.ts';
import { labelled, labelledBy } from './labelled.ts';
import {
  fitProjection,
  galleryRounds,
  type ProjectionRound,
  type ProjectionSpec,
  plain,
} from './projection-candidates.ts';
import { projectionKinds } from './projection-kinds.ts';

/** The validation scores of a candidate. */
export type GalleryScore = {
  /** Share of held-out pictures whose best class is the true one. */
  readonly accuracy: number;
  /** How well one threshold separates the similarity to the own class from that to the best other one: AUROC, 0..1. */
  readonly parting: number;
  /** The same with some classes enrolled later; null with fewer than 6 classes. */
  readonly later: LaterScore | null;
};

/** The chosen settings of a gallery; `validation` is null if no picture could be held out. */
export type GalleryChoice = {
  readonly projection: ProjectionSpec;
  readonly matcher: MatcherSpec;
  readonly validation: GalleryScore | null;
};

/** A gallery and its chosen settings. */
export type FittedGallery = { readonly gallery: Gallery; readonly chosen: GalleryChoice };

/** Tools and limits for fitting a gallery. */
export type GalleryTools = ProgressOptions &
  NearestMeanTools & {
    readonly fingerprint: string;
    /** The candidate projections, in rounds; default: `galleryRounds`. */
    readonly rounds?: readonly ProjectionRound[];
    /** Validate only on known classes, not on classes enrolled later; takes half the time. Default: on both. */
    readonly knownClassesAlone?: boolean;
    /** Default: `fitProjection`. */
    readonly fitSpace?: typeof fitProjection;
  };
type Candidate = GalleryChoice & { readonly threshold: Threshold | null };

/** The number of pictures, evenly spread over the classes, whose similarity to other classes is measured. */
const maxMeasured = 1000;

/** The weight of later classes in the merit: the share of classes assumed to be enrolled after the fit. */
const laterShare = 1 / 5;

/**
 * Fits a gallery. Validation chooses projection and matcher on held-out pictures, for known classes and for classes
 * that are enrolled later. The similarities of these pictures also give the threshold. Then everything in `learned` is
 * enrolled. If nothing is held out, it uses the plain space and prototypes.
 */
export async function fitGallery(held: Held, learned: Embedded, tools: GalleryTools): Promise<FittedGallery> {
  const { projection, matcher, validation, threshold } = await choose(held, tools);
  tools.progress?.({ stage: 'learning the gallery', done: 0 });
  const gallery = await galleryOfChoice({ projection, matcher }, learned, tools);
  if (gallery === null) throw internalError(`${projection.name} fits a part of the pictures but not all`);
  return {
    gallery: { ...gallery, threshold: threshold ?? (await thresholdWithoutOwn(gallery, learned, tools)) },
    chosen: { projection, matcher: gallery.matcher, validation },
  };
}

/** Fits a chosen gallery to any pictures; its threshold is a guess. Null if its space cannot be fitted. */
export async function galleryOfChoice(
  { projection, matcher }: Pick<GalleryChoice, 'projection' | 'matcher'>,
  learned: Embedded,
  tools: GalleryTools,
): Promise<Gallery | null> {
  const fitted = await (tools.fitSpace ?? fitProjection)(projection, labelled(learned), tools);
  if (fitted === null) return null;
  const filled = await enrolEmbedded(emptyGallery(fitted, tools.fingerprint), learned, tools.product);
  return { ...filled, matcher: fittedMatcher(matcher, enrolledOf(filled).enrolled) };
}

async function choose(held: Held, tools: GalleryTools): Promise<Candidate> {
  let best: Candidate = { projection: plain, matcher: matcherCandidates[0], validation: null, threshold: null };
  if (held.val.samples.length === 0) return best;
  const { rounds = galleryRounds, knownClassesAlone = false } = tools;
  const folds = knownClassesAlone ? [] : classFolds(held, tools.seed);
  const steps = stepsOf(rounds, folds, tools);
  for (const [r, round] of rounds.entries()) {
    const specs = round.specs(best.projection);
    for (const [s, projection] of specs.entries()) {
      const next = steps(r, s);
      for (const candidate of await scored(projection, held, { ...tools, folds, next })) {
        if (merit(candidate) > merit(best) + handicapOf(candidate, held)) best = candidate;
      }
    }
  }
  return best;
}

/** Reports the next step, and throws if aborted. Each projection takes one step, and one more for each fold. */
function stepsOf(rounds: readonly ProjectionRound[], folds: readonly ClassFold[], { progress, signal }: GalleryTools) {
  const each = 1 + folds.length;
  const total = each * rounds.reduce((sum, { most }) => sum + most, 0);
  return (round: number, spec: number) => {
    const before = rounds.slice(0, round).reduce((sum, { most }) => sum + most, spec);
    let done = each * before;
    return () => {
      throwIfAborted(signal);
      progress?.({ stage: 'choosing the gallery', done: done++, total });
    };
  };
}

/** The lead in merit that a candidate needs; the merit counts the accuracy twice. */
function handicapOf({ projection, validation }: Candidate, { val }: Held): number {
  const { handicap } = projectionKinds[projection.name];
  return validation === null ? 0 : 2 * handicap * standardError(validation.accuracy, val.samples.length);
}

/**
 * The merit of a candidate: twice its accuracy, plus the AUROC of rejecting unknown classes. Pictures of left-out
 * classes are unknown until they are enrolled; with too few classes to leave any out, `parting` replaces that AUROC.
 */
function merit({ validation }: Candidate): number {
  if (validation === null) return Number.NEGATIVE_INFINITY;
  return 2 * naming(validation) + (validation.later?.strangers ?? validation.parting);
}

/** The weighted accuracy on known and later classes, averaged over the numbers of enrolled pictures. */
function naming({ accuracy, later }: GalleryScore): number {
  if (later === null) return accuracy;
  return (1 - laterShare) * mean(later.knownAccuracy) + laterShare * mean(later.accuracy);
}

async function scored(
  spec: ProjectionSpec,
  { train, val }: Held,
  { folds, next, ...tools }: GalleryTools & { readonly folds: readonly ClassFold[]; readonly next: () => void },
): Promise<Candidate[]> {
  next();
  const learned = labelled(train);
  const projection = await (tools.fitSpace ?? fitProjection)(spec, learned, tools);
  if (projection === null) return [];
  const later = folds.length > 0 ? await laterScores(spec, folds, matcherCandidates, { ...tools, next }) : null;
  if (later === null && folds.length > 0) return [];
  const gallery = await enrolEmbedded(emptyGallery(projection, tools.fingerprint), train, tools.product);
  const { enrolled } = enrolledOf(gallery);
  const fitted = matcherCandidates.map((matcher) => fittedMatcher(matcher, enrolled));
  const asked = labelledBy(learned.classes, val);
  const nearness = await ownAndOtherScores(asked, gallery, fitted, tools.product);
  const labels = Array.from(asked.labels, (label) => asked.classes[label]);
  return matcherCandidates.map((matcher, m) => ({
    projection: spec,
    matcher,
    validation: { ...scoreOf(nearness[m], learned.classes.length), later: later?.[m] ?? null },
    threshold: thresholdFor({ heldOut: { similarities: nearestOf(nearness[m]), labels } }),
  }));
}

/** The similarity of each picture to its nearest class. */
function nearestOf({ own, other }: OwnAndOtherScores): number[] {
  return Array.from(own, (similarity, i) => Math.max(similarity, other[i]));
}

function scoreOf({ own, other }: OwnAndOtherScores, classes: number): Omit<GalleryScore, 'later'> {
  const right = own.filter((similarity, i) => similarity > other[i]).length;
  return { accuracy: right / own.length, parting: classes > 1 ? auroc({ known: own, strangers: other }) : 1 };
}

/** The threshold from similarities to other classes, if no picture was held out. */
async function thresholdWithoutOwn(gallery: Gallery, learned: Embedded, { product }: GalleryTools): Promise<Threshold> {
  const { embeddings, labels, classes } = labelled(learned);
  if (classes.length < 2) return thresholdFor({});
  const step = Math.max(1, labels.length / maxMeasured);
  const indices = Array.from({ length: Math.floor(labels.length / step) }, (_, index) => Math.floor(index * step));
  const some = {
    embeddings: takeRows(embeddings, indices),
    labels: Int32Array.from(indices, (index) => labels[index]),
    classes,
  };
  const [{ other }] = await ownAndOtherScores(some, gallery, [gallery.matcher], product);
  return thresholdFor({ others: [...other] });
}
