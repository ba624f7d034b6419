import { featureCount } from '../backbones/projection.ts';
import { internalError } from '../base/error.ts';
import { type Matrix, matrix } from '../base/matrix.ts';
import type { ProgressOptions } from '../base/progress.ts';
import { thresholdFor } from '../calibrate/threshold-rules/catalogue.ts';
import { youdenThreshold } from '../calibrate/youden-threshold.ts';
import type { NumberedPair } from '../data/annotations/annotations.ts';
import type { Components } from '../data/supervision/components.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { Product } from '../linalg/product.ts';
import { auroc } from '../metrics/auroc.ts';
import { defaultWhitening } from '../spaces/whitened.ts';
import type { ProjectionSpec } from './projection-candidates.ts';
import { plain } from './projection-candidates.ts';
import { identitySpace } from './verification/identity-space.ts';
import { type ScoredInRound, scorePairs } from './verification/score-pairs.ts';
import type { VerificationRounds } from './verification-rounds.ts';

/** The data to fit a gallery without classes to. */
export type VerifierTask = {
  /** The embeddings of all pictures, [N, D], unit length. */
  readonly embeddings: Matrix;
  /** The identity of each picture, to which spaces are fitted. */
  readonly identities: Components;
  readonly rounds: VerificationRounds;
  /** The fingerprint of the embedder. */
  readonly fingerprint: string;
};

/** A pair measured in a space that was fitted without its two identities. */
export type ScoredPair = NumberedPair & {
  /** The cosine, -1..1. */
  readonly similarity: number;
  /** Whether the pair is accepted by a threshold that was chosen on other pairs. */
  readonly accepted: boolean;
};

/** A gallery without classes, its chosen projection, and the pairs that chose it. */
export type FittedVerifier = {
  readonly gallery: Gallery;
  readonly projection: ProjectionSpec;
  /** All scored pairs. */
  readonly answers: readonly ScoredPair[];
};

type Tools = ProgressOptions & { readonly product: Product };

type Candidate = { readonly spec: ProjectionSpec; readonly scored: readonly ScoredInRound[]; readonly merit: number };

/**
 * Candidate projections in rounds; each round varies one setting of the best so far. The first wins a tie. A
 * discriminant is none: it has as many directions as identities, so a threshold from spaces of fewer identities would
 * not hold in the last one.
 */
const rounds: readonly ((best: ProjectionSpec) => readonly ProjectionSpec[])[] = [
  () => [plain, { name: 'whitened', ...defaultWhitening }],
  (best) => (best.name === 'plain' ? [] : (['ledoit-wolf', 0.4] as const).map((shrinkage) => ({ ...best, shrinkage }))),
];

/** The largest number of candidates in all rounds. */
const maxCandidates = 4;

/**
 * Fits an empty gallery for comparing two pictures. It chooses the projection that separates the held-out pairs best
 * (AUROC), and the best threshold for these pairs. With rounds by `turns`, the projection is fitted again to all
 * pictures. Throws `interrupted`.
 */
export async function fitVerifier(task: VerifierTask, tools: Tools): Promise<FittedVerifier> {
  const { rounds, embeddings, fingerprint } = task;
  const { spec, scored } = await choose(task, tools);
  const everything = Array.from(task.identities.of, (_, picture) => picture);
  const learned = rounds.apart === 'turns' ? everything : rounds.rounds[0].learned;
  const projection = await identitySpace(spec, learned, task, tools.product);
  if (projection === null) throw internalError(`${spec.name} fits a part of the pictures but not all`);
  const [same, different] = byKind(scored);
  const threshold = thresholdFor({ pairs: { same, different, from: apartInWords[rounds.apart] } });
  const vectors = matrix(0, featureCount(projection, embeddings.columns));
  return {
    gallery: {
      ...{ fingerprint, projection, matcher: { name: 'neighbours', k: 1 }, entries: [], vectors },
      ...{ threshold, verification: threshold },
    },
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
      const passed = (turn: number) => progress?.({ stage, done: before + turn, total: turns * maxCandidates });
      const fitSpace = (learned: readonly number[]) => identitySpace(spec, learned, task, product);
      const scored = await scorePairs(task.rounds.rounds, { ...task, fitSpace, product, signal, passed });
      if (scored === null) continue;
      const [same, different] = byKind(scored);
      const merit = auroc({ known: Float64Array.from(same), strangers: Float64Array.from(different) });
      if (merit > best.merit) best = { spec, scored, merit };
    }
  }
  progress?.({ stage, done: turns * maxCandidates, total: turns * maxCandidates });
  return best;
}

/** The similarities of same pairs and of different pairs. */
function byKind(pairs: readonly ScoredInRound[]): readonly [number[], number[]] {
  const of = (same: boolean) => pairs.flatMap((pair) => (pair.same === same ? [pair.similarity] : []));
  return [of(true), of(false)];
}

function thresholdOf(pairs: readonly ScoredInRound[]): number {
  return youdenThreshold(...byKind(pairs));
}

/** The number of parts that pairs of a single round are divided into, to choose thresholds on other pairs. */
const parts = 5;

/** Each pair, with `accepted` by the threshold of the pairs of other rounds or parts: an unbiased estimate. */
function answersOf(scored: readonly ScoredInRound[]): ScoredPair[] {
  const isSingle = scored.every(({ round }) => round === 0);
  const partOf = ({ round }: ScoredInRound, index: number) => (isSingle ? index % parts : round);
  const parted = scored.map((pair, index) => ({ ...pair, round: partOf(pair, index) }));
  const limits = new Map<number, number>();
  for (const { round } of parted) {
    if (limits.has(round)) continue;
    const others = parted.filter((pair) => pair.round !== round);
    limits.set(round, byKind(others).every(({ length }) => length > 0) ? thresholdOf(others) : thresholdOf(parted));
  }
  return parted.map(({ round, ...pair }) => ({ ...pair, accepted: pair.similarity >= (limits.get(round) ?? 1) }));
}

const apartInWords = {
  turns: 'each measured without training on its identities',
  identities: 'of identities without training pictures',
  pictures: 'of untrained pictures of trained identities, so it may be too strict for new identities',
} as const;
