import type { Projection } from '../backbones/projection.ts';
import { internalError } from '../base/error.ts';
import { matrix, takeRows } from '../base/matrix.ts';
import { throwIfAborted, type Watch } from '../base/progress.ts';
import { thresholdByGuess, thresholdFromOthers, thresholdFromOwn } from '../calibrate/threshold.ts';
import type { Embedded } from '../data/embedded.ts';
import { enrol } from '../gallery/enrol.ts';
import type { Gallery, Threshold } from '../gallery/gallery.ts';
import type { MatcherSpec } from '../gallery/matchers/catalogue.ts';
import type { NearestMeanTools } from '../learn/nearest-mean.ts';
import { auroc } from '../metrics/auroc.ts';
import { standardError } from '../metrics/standard-error.ts';
import type { Held } from './hold-out.ts';
import { labelled, labelledBy } from './labelled.ts';
import { type Nearness, nearnessOf } from './nearness.ts';
import { fitProjection, galleryRounds, type ProjectionSpec, plain } from './projection-candidates.ts';

/** What validation says of a candidate. */
export type GalleryScore = {
  /** Share of held-out pictures whose best class is the true one. */
  readonly accuracy: number;
  /** How well one threshold parts the similarity to the own class from that to the best other one: AUROC, 0..1. */
  readonly parting: number;
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
    readonly rounds?: typeof galleryRounds;
    /** Absent: `fitProjection`. */
    readonly fitSpace?: typeof fitProjection;
  };
type Candidate = GalleryChoice & { readonly threshold: Threshold | null };

/** Pictures, of evenly many classes, that are asked how near they come to other classes. */
const mostAsked = 1000;

/** From the plainest to the most elaborate: the earlier one wins a tie. */
const matcherCandidates: readonly MatcherSpec[] = [
  { name: 'prototype', k: 1 },
  { name: 'neighbours', k: 1 },
  { name: 'neighbours', k: 3 },
  { name: 'vote', k: 5 },
];

/**
 * Learns a gallery: validation picks projection and matcher on held-out pictures, whose similarities also give the
 * threshold, and then everything in `learned` is enrolled. Where nothing is held out: the plain space and prototypes.
 */
export async function fitGallery(held: Held, learned: Embedded, tools: GalleryTools): Promise<FittedGallery> {
  const { projection, matcher, validation, threshold } = await choose(held, tools);
  const gallery = await galleryAs({ projection, matcher }, learned, tools);
  if (gallery === null) throw internalError(`${projection.name} fits a part of the pictures but not all`);
  return {
    gallery: { ...gallery, threshold: threshold ?? (await thresholdWithoutOwn(gallery, learned, tools)) },
    chosen: { projection, matcher, validation },
  };
}

/** Enrols any pictures as a choice says, without choosing; its threshold is a guess. Null where its space cannot be fitted. */
export async function galleryAs(
  { projection, matcher }: Pick<GalleryChoice, 'projection' | 'matcher'>,
  learned: Embedded,
  tools: GalleryTools,
): Promise<Gallery | null> {
  const fitted = await (tools.fitSpace ?? fitProjection)(projection, labelled(learned), tools);
  return fitted && enrolled(learned, { projection: fitted, matcher }, tools);
}

async function choose(held: Held, tools: GalleryTools): Promise<Candidate> {
  let best: Candidate = { projection: plain, matcher: matcherCandidates[0], validation: null, threshold: null };
  if (held.val.samples.length === 0) return best;
  let tried = 0;
  for (const round of tools.rounds ?? galleryRounds) {
    for (const projection of round(best.projection)) {
      throwIfAborted(tools.signal);
      tools.progress?.({ stage: 'choosing the gallery', done: tried++ });
      for (const candidate of await scored(projection, held, tools)) {
        if (merit(candidate) > merit(best) + handicapOf(candidate, held)) best = candidate;
      }
    }
  }
  return best;
}

/**
 * What a metric that is learned must be ahead by: one standard error of the accuracy. It knows the pictures it learned from better than a
 * closed form does, and the pictures held out are more like those than others will be.
 */
function handicapOf({ projection, validation }: Candidate, { val }: Held): number {
  if (projection.name !== 'nearestMean' || validation === null) return 0;
  return standardError(validation.accuracy, val.samples.length);
}

/** Naming and parting count alike: a gallery must do both. */
function merit({ validation }: Candidate): number {
  return validation === null ? Number.NEGATIVE_INFINITY : validation.accuracy + validation.parting;
}

async function scored(spec: ProjectionSpec, { train, val }: Held, tools: GalleryTools): Promise<Candidate[]> {
  const learned = labelled(train);
  const projection = await (tools.fitSpace ?? fitProjection)(spec, learned, tools);
  if (projection === null) return [];
  const gallery = await enrolled(train, { projection, matcher: matcherCandidates[0] }, tools);
  const judges = labelledBy(learned.classes, val);
  const nearness = await nearnessOf(judges, gallery, matcherCandidates, tools.product);
  return matcherCandidates.map((matcher, m) => ({
    projection: spec,
    matcher,
    validation: scoreOf(nearness[m], learned.classes.length),
    threshold: thresholdFromOwn(Array.from(nearness[m].own, (own, i) => Math.max(own, nearness[m].other[i]))),
  }));
}

function scoreOf({ own, other }: Nearness, classes: number): GalleryScore {
  const right = own.filter((similarity, i) => similarity > other[i]).length;
  return { accuracy: right / own.length, parting: classes > 1 ? auroc({ known: own, strangers: other }) : 1 };
}

/** How near pictures come to classes that are not theirs, where no own picture was held out. */
async function thresholdWithoutOwn(gallery: Gallery, learned: Embedded, { product }: GalleryTools): Promise<Threshold> {
  const { embeddings, labels, classes } = labelled(learned);
  if (classes.length < 2) return thresholdByGuess;
  const step = Math.max(1, labels.length / mostAsked);
  const asked = Array.from({ length: Math.floor(labels.length / step) }, (_, index) => Math.floor(index * step));
  const some = {
    embeddings: takeRows(embeddings, asked),
    labels: Int32Array.from(asked, (index) => labels[index]),
    classes,
  };
  const [{ other }] = await nearnessOf(some, gallery, [gallery.matcher], product);
  return thresholdFromOthers([...other]);
}

async function enrolled(
  { samples, embeddings, hashes }: Embedded,
  { projection, matcher }: { readonly projection: Projection; readonly matcher: MatcherSpec },
  { product, fingerprint }: GalleryTools,
): Promise<Gallery> {
  const empty = { fingerprint, projection, matcher, threshold: thresholdByGuess, entries: [], vectors: matrix(0, 0) };
  const enrolments = samples.map(({ label, path }, index) => ({ label: label ?? '', path, hash: hashes[index] }));
  return enrol(empty, enrolments, embeddings, product);
}
