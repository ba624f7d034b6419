import { internalError } from '../base/error.ts';
import { takeRows } from '../base/matrix.ts';
import { throwIfAborted, type Watch } from '../base/progress.ts';
import { thresholdFor } from '../calibrate/threshold-rules/catalogue.ts';
import type { Embedded } from '../data/embedded.ts';
import { enrolledOf } from '../gallery/enrolled-of.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { fittedMatcher, type MatcherSpec, matcherCandidates } from '../gallery/matchers/catalogue.ts';
import type { Threshold } from '../gallery/threshold.ts';
import { auroc } from '../metrics/auroc.ts';
import { mean } from '../metrics/mean.ts';
import { standardError } from '../metrics/standard-error.ts';
import type { NearestMeanTools } from '../train/nearest-mean.ts';
import { type ClassFold, classFolds } from './class-folds.ts';
import { emptyGallery, enrolEmbedded } from './enrol-embedded.ts';
import type { Held } from './hold-out.ts';
import { labelled, labelledBy } from './labelled.ts';
import { type LaterScore, laterScores } from './later-scores.ts';
import { type Nearness, nearnessOf } from './nearness.ts';
import {
  fitProjection,
  galleryRounds,
  type ProjectionRound,
  type ProjectionSpec,
  plain,
} from './projection-candidates.ts';
import { projectionKinds } from './projection-kinds.ts';

/** What validation says of a candidate. */
export type GalleryScore = {
  /** Share of held-out pictures whose best class is the true one. */
  readonly accuracy: number;
  /** How well one threshold parts the similarity to the own class from that to the best other one: AUROC, 0..1. */
  readonly parting: number;
  /** The same with some classes enrolled later; null with fewer than 6 classes. */
  readonly later: LaterScore | null;
};

/** What was chosen for a gallery; `validation` is null where no picture could be held out. */
export type GalleryChoice = {
  readonly projection: ProjectionSpec;
  readonly matcher: MatcherSpec;
  readonly validation: GalleryScore | null;
};

/** A gallery and how it was chosen. */
export type FittedGallery = { readonly gallery: Gallery; readonly chosen: GalleryChoice };

/** With what a gallery is learned. */
export type GalleryTools = Watch &
  NearestMeanTools & {
    readonly fingerprint: string;
    /** What validation chooses among, in rounds; absent: all that we know. */
    readonly rounds?: readonly ProjectionRound[];
    /** Whether classes that are enrolled later have no say, which takes half the time. Absent: they have. */
    readonly knownClassesAlone?: boolean;
    /** Absent: `fitProjection`. */
    readonly fitSpace?: typeof fitProjection;
  };
type Candidate = GalleryChoice & { readonly threshold: Threshold | null };

/** Pictures, of evenly many classes, that are asked how near they come to other classes. */
const mostAsked = 1000;

/** Share of a gallery's classes that are taken to come later, once it is in use. */
const laterShare = 1 / 5;

/**
 * Learns a gallery. Validation chooses projection and matcher on held-out pictures, for the classes that are learned
 * and for classes that are enrolled later. The similarities of these pictures also give the threshold. Then everything in
 * `learned` is enrolled. Where nothing is held out: the plain space and prototypes.
 */
export async function fitGallery(held: Held, learned: Embedded, tools: GalleryTools): Promise<FittedGallery> {
  const { projection, matcher, validation, threshold } = await choose(held, tools);
  tools.progress?.({ stage: 'learning the gallery', done: 0 });
  const gallery = await galleryAs({ projection, matcher }, learned, tools);
  if (gallery === null) throw internalError(`${projection.name} fits a part of the pictures but not all`);
  return {
    gallery: { ...gallery, threshold: threshold ?? (await thresholdWithoutOwn(gallery, learned, tools)) },
    chosen: { projection, matcher: gallery.matcher, validation },
  };
}

/** The gallery of a choice with these pictures; its threshold is a guess. Null where its space cannot be fitted. */
export async function galleryAs(
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

/** Reports the next step, and stops if asked to. Each candidate is fitted once without val and once per fold. */
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

/** What a candidate must be ahead by: merit counts the accuracy twice. */
function handicapOf({ projection, validation }: Candidate, { val }: Held): number {
  const { handicap } = projectionKinds[projection.name];
  return validation === null ? 0 : 2 * handicap * standardError(validation.accuracy, val.samples.length);
}

/**
 * A gallery must name known classes and later ones, and refuse strangers. Pictures of classes that are left out are
 * strangers until they are enrolled. With too few classes to leave any out, similarity to other classes stands in.
 */
function merit({ validation }: Candidate): number {
  if (validation === null) return Number.NEGATIVE_INFINITY;
  return 2 * naming(validation) + (validation.later?.strangers ?? validation.parting);
}

/** The accuracy in a gallery some of whose classes came later, whatever number of pictures they came with. */
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
  const nearness = await nearnessOf(asked, gallery, fitted, tools.product);
  const labels = Array.from(asked.labels, (label) => asked.classes[label]);
  return matcherCandidates.map((matcher, m) => ({
    projection: spec,
    matcher,
    validation: { ...scoreOf(nearness[m], learned.classes.length), later: later?.[m] ?? null },
    threshold: thresholdFor({ heldOut: { similarities: nearestOf(nearness[m]), labels } }),
  }));
}

/** The similarity of each picture to its nearest class. */
function nearestOf({ own, other }: Nearness): number[] {
  return Array.from(own, (similarity, i) => Math.max(similarity, other[i]));
}

function scoreOf({ own, other }: Nearness, classes: number): Omit<GalleryScore, 'later'> {
  const right = own.filter((similarity, i) => similarity > other[i]).length;
  return { accuracy: right / own.length, parting: classes > 1 ? auroc({ known: own, strangers: other }) : 1 };
}

/** How near pictures come to classes that are not theirs, where no own picture was held out. */
async function thresholdWithoutOwn(gallery: Gallery, learned: Embedded, { product }: GalleryTools): Promise<Threshold> {
  const { embeddings, labels, classes } = labelled(learned);
  if (classes.length < 2) return thresholdFor({});
  const step = Math.max(1, labels.length / mostAsked);
  const asked = Array.from({ length: Math.floor(labels.length / step) }, (_, index) => Math.floor(index * step));
  const some = {
    embeddings: takeRows(embeddings, asked),
    labels: Int32Array.from(asked, (index) => labels[index]),
    classes,
  };
  const [{ other }] = await nearnessOf(some, gallery, [gallery.matcher], product);
  return thresholdFor({ others: [...other] });
}
