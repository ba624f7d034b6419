import { featureCount, type Projection, plainProjection, project } from '../backbones/projection.ts';
import { internalError } from '../base/error.ts';
import { dot, type Matrix, matrix, row, takeRows } from '../base/matrix.ts';
import { throwIfAborted, type Watch } from '../base/progress.ts';
import { bestThreshold } from '../calibrate/best-threshold.ts';
import { thresholdFor } from '../calibrate/threshold-rules/catalogue.ts';
import type { NumberedPair } from '../data/annotations/annotations.ts';
import type { Components } from '../data/annotations/components.ts';
import { membersByValue } from '../data/members-by-value.ts';
import { renumbered } from '../data/renumbered.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { Product } from '../linalg/product.ts';
import { auroc } from '../metrics/auroc.ts';
import { projections } from '../spaces/catalogue.ts';
import { defaultWhitening } from '../spaces/whitened.ts';
import type { ProjectionSpec } from './projection-candidates.ts';
import { plain } from './projection-candidates.ts';
import type { VerificationRounds } from './verification-rounds.ts';

/** What a gallery without classes is fitted from. */
export type VerifierTask = {
  /** Of all pictures, [N, D], unit length. */
  readonly embeddings: Matrix;
  /** The identity of each picture: what a space is learned from. */
  readonly identities: Components;
  readonly rounds: VerificationRounds;
  /** Of the embedder. */
  readonly fingerprint: string;
};

/** A pair that was asked, in a space that was learned from neither of its identities. */
export type ScoredPair = NumberedPair & {
  /** Cosine, -1..1. */
  readonly similarity: number;
  /** Whether a threshold accepts it that other pairs have given. */
  readonly accepted: boolean;
};

/** A gallery without classes, and what it was chosen by. */
export type FittedVerifier = {
  readonly gallery: Gallery;
  readonly projection: ProjectionSpec;
  /** Every pair that was asked. */
  readonly answers: readonly ScoredPair[];
};

type Tools = Watch & { readonly product: Product };

/** A pair with its similarity in a space, and the round in which it was asked. */
type Scored = NumberedPair & { readonly similarity: number; readonly round: number };
type Candidate = { readonly spec: ProjectionSpec; readonly scored: readonly Scored[]; readonly merit: number };

/** In rounds, each of which varies one thing of the best so far; the plainer one wins a tie. */
const rounds: readonly ((best: ProjectionSpec) => readonly ProjectionSpec[])[] = [
  () => [plain, { name: 'discriminant', ...defaultWhitening }, { name: 'whitened', ...defaultWhitening }],
  (best) => (best.name === 'plain' ? [] : (['ledoit-wolf', 0.4] as const).map((shrinkage) => ({ ...best, shrinkage }))),
];

/** Of all rounds. */
const mostTried = 5;

/**
 * A gallery in which nothing is enrolled and two pictures can be compared: the projection that parts the asked pairs
 * best (AUROC), learned at last from all pictures where they were held out by turns, and the threshold that parts them
 * best in it. Throws `interrupted`.
 */
export async function fitVerifier(task: VerifierTask, tools: Tools): Promise<FittedVerifier> {
  const { rounds, embeddings, fingerprint } = task;
  const { spec, scored } = await choose(task, tools);
  const everything = Array.from(task.identities.of, (_, picture) => picture);
  const learned = rounds.apart === 'turns' ? everything : rounds.rounds[0].learned;
  const projection = await spaceOf(spec, learned, task, tools.product);
  if (projection === null) throw internalError(`${spec.name} fits a part of the pictures but not all`);
  const [same, different] = byKind(scored);
  const threshold = thresholdFor({ pairs: { same, different, from: apartInWords[rounds.apart] } });
  const vectors = matrix(0, featureCount(projection, embeddings.columns));
  return {
    gallery: { fingerprint, projection, matcher: { name: 'neighbours', k: 1 }, threshold, entries: [], vectors },
    projection: spec,
    answers: answersOf(scored),
  };
}

async function choose(task: VerifierTask, { product, signal, progress }: Tools): Promise<Candidate> {
  let best: Candidate = { spec: plain, scored: [], merit: Number.NEGATIVE_INFINITY };
  const turns = task.rounds.rounds.length;
  const stage = 'choosing by held-out pairs';
  let tried = 0;
  for (const round of rounds) {
    for (const spec of round(best.spec)) {
      const before = turns * tried++;
      const passed = (turn: number) => progress?.({ stage, done: before + turn, total: turns * mostTried });
      const scored = await scoredIn(spec, task, { product, signal }, passed);
      if (scored === null) continue;
      const [same, different] = byKind(scored);
      const merit = auroc({ known: Float64Array.from(same), strangers: Float64Array.from(different) });
      if (merit > best.merit) best = { spec, scored, merit };
    }
  }
  progress?.({ stage, done: turns * mostTried, total: turns * mostTried });
  return best;
}

/**
 * Every pair that is asked, in the space of its round; null where a round's pictures are too few for the projection.
 */
async function scoredIn(
  spec: ProjectionSpec,
  task: VerifierTask,
  { product, signal }: Tools,
  passed: (round: number) => void,
): Promise<Scored[] | null> {
  const all: Scored[] = [];
  for (const [round, { learned, asked }] of task.rounds.rounds.entries()) {
    throwIfAborted(signal);
    passed(round);
    const projection = await spaceOf(spec, learned, task, product);
    if (projection === null) return null;
    const pictures = [...new Set(asked.flatMap(({ a, b }) => [a, b]))];
    const places = new Map(pictures.map((picture, place) => [picture, place]));
    const features = await project(projection, takeRows(task.embeddings, pictures), product);
    const feature = (picture: number) => row(features, places.get(picture) ?? 0);
    all.push(...asked.map((pair) => ({ ...pair, similarity: dot(feature(pair.a), feature(pair.b)), round })));
  }
  return all;
}

/** The space of pictures whose identity has another one among them; null where that says too little. */
async function spaceOf(
  { name, power, shrinkage }: ProjectionSpec,
  learned: readonly number[],
  { embeddings, identities: { of } }: VerifierTask,
  product: Product,
): Promise<Projection | null> {
  if (name === 'plain' || name === 'nearestMean') return { ...plainProjection, power };
  const shared = [...membersByValue(learned.map((picture) => of[picture])).values()].filter(({ length }) => length > 1);
  const pictures = shared.flat().map((place) => learned[place]);
  if (pictures.length === 0) return null;
  const own = pictures.map((picture) => of[picture]);
  const numbers = renumbered(own);
  const classes = Array.from({ length: numbers.count }, (_, identity) => `${identity}`);
  const known = { embeddings: takeRows(embeddings, pictures), labels: numbers.of(own), classes };
  return projections[name](known, { power, shrinkage }, product);
}

/** Similarities of pairs that are the same, and of those that differ. */
function byKind(pairs: readonly Scored[]): readonly [number[], number[]] {
  const of = (same: boolean) => pairs.flatMap((pair) => (pair.same === same ? [pair.similarity] : []));
  return [of(true), of(false)];
}

function thresholdOf(pairs: readonly Scored[]): number {
  return bestThreshold(...byKind(pairs));
}

/** Parts into which pairs fall for an honest count, where they were asked in a single round. */
const parts = 5;

/** Each pair, accepted by the threshold that pairs of other rounds or parts give: what a new pair may expect. */
function answersOf(scored: readonly Scored[]): ScoredPair[] {
  const isSingle = scored.every(({ round }) => round === 0);
  const partOf = ({ round }: Scored, place: number) => (isSingle ? place % parts : round);
  const parted = scored.map((pair, place) => ({ ...pair, round: partOf(pair, place) }));
  const limits = new Map<number, number>();
  for (const { round } of parted) {
    if (limits.has(round)) continue;
    const others = parted.filter((pair) => pair.round !== round);
    limits.set(round, byKind(others).every(({ length }) => length > 0) ? thresholdOf(others) : thresholdOf(parted));
  }
  return parted.map(({ round, ...pair }) => ({ ...pair, accepted: pair.similarity >= (limits.get(round) ?? 1) }));
}

const apartInWords = {
  turns: 'each asked where nothing was learned from its identities',
  identities: 'of identities that nothing was learned from',
  pictures:
    'of pictures that nothing was learned from, though it was from their identities, so that it may be too strict for new ones',
} as const;
