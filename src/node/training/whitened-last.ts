import { type Projection, project } from '../../backbones/projection.ts';
import { sha256 } from '../../base/hash.ts';
import { type Matrix, matrix, normaliseRows, row, takeRows } from '../../base/matrix.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { supervisionBy, type Testimony, testimonyWithin } from '../../data/supervision/testimony.ts';
import { answered } from '../../learn/answered.ts';
import { judged as judgedByMeans } from '../../learn/judged-rows.ts';
import type { LearnableNetwork } from '../../learn/learnable-network.ts';
import { usualWhitening, whitened } from '../../learn/projections/whitened.ts';
import { retrieved } from '../../learn/retrieved.ts';
import { besideFeatures, type Ended, whitenedFeatures } from '../../learn/whitened-features.ts';
import type { Interval } from '../../metrics/interval.ts';
import { wilson } from '../../metrics/wilson.ts';
import type { Product } from '../../runtime/product.ts';
import type { WorkOptions } from '../work-options.ts';
import { openWorkshop } from '../workshop.ts';
import type { LearnedNetwork } from './learn-stages.ts';
import { somePictures } from './some-pictures.ts';
import type { JudgingPaths, LabelledPaths } from './stage-views.ts';
import { questionsFor } from './told-stages.ts';
import { trainedCard } from './trained-file.ts';
import type { Stage, TrainingPlan } from './training-plan.ts';
import { isWhitened, lastJudged, type Whitening } from './training-result.ts';

/** Pictures that the space is found by: less of a backbone, which takes ten times as long for each. */
const most = { backbone: { pictures: 4000, perClass: 40 }, fresh: { pictures: 20_000, perClass: 100 } } as const;

/** What was learned, with all that its whitening takes. */
export type WhiteningTask = {
  readonly network: LearnableNetwork;
  readonly taught: LearnedNetwork;
  readonly plan: TrainingPlan;
  readonly learned: LabelledPaths;
  readonly judges: JudgingPaths;
  /** What is said of those learned and then those that judge; null: their classes. */
  readonly testimony: Testimony | null;
};

/** Pictures, and equal numbers for those that are known to be the same. */
type Known = { readonly paths: readonly string[]; readonly identities: ArrayLike<number> };

type Tools = Omit<WorkOptions, 'cacheFolder'>;

/**
 * What was learned, but that whitened features end the network instead of its head, where that tells the pictures better apart
 * which chose the epoch: new classes by their nearest picture, known ones by the nearest mean, those without by what is known of
 * them. It is judged as learning stood when it was last judged; what a later stage learned from all pictures is whitened by all
 * of them. No whitening where nothing was judged, or a picture can no longer be read.
 */
export async function whitenedLast(
  task: WhiteningTask,
  { cacheFolder, ...options }: WorkOptions,
): Promise<{ readonly ended: Ended; readonly whitening: Whitening | null }> {
  const { taught } = task;
  const judged = lastJudged(taught.stages);
  if (judged === null) return { ended: taught, whitening: null };
  const last = taught.stages.indexOf(judged.stage);
  const fair: Ended = {
    head: taught.head,
    weights: Object.assign({}, ...taught.stages.slice(0, last + 1).map(({ weights }) => weights)),
  };
  const known = some(task, 'train');
  const judging = judgesOf(task.judges, known, task.testimony);
  const found = await embedded(task, fair, [...known.paths, ...judging.paths], options);
  const space = found && (await spaceOf(found.features, known, found.product));
  if (!space) return { ended: taught, whitening: null };
  const score = (embeddings: Matrix) => scoreOf(embeddings, { ...task, known, judging }, found.product);
  const before = await score(found.ofHead);
  const after = await score(await project(space, found.features, found.product));
  const whitening = {
    ...{ before: before.value, after: after.value },
    interval: after.value > before.value ? after.interval : before.interval,
  };
  if (!isWhitened(whitening)) return { ended: taught, whitening };
  if (last === taught.stages.length - 1) return { ended: whitenedFeatures(taught, space), whitening };
  const all = some(task, 'all');
  const whole = await embedded(task, taught, all.paths, options);
  const spaceOfAll = whole && (await spaceOf(whole.features, all, whole.product));
  return spaceOfAll ? { ended: whitenedFeatures(taught, spaceOfAll), whitening } : { ended: taught, whitening: null };
}

/** Some of the pictures that are learned, or of all. */
function some(task: WhiteningTask, on: Stage['on']): Known {
  const { network, seed } = task.plan;
  const { paths, identities } = knownOf(task, on);
  const chosen = somePictures(identities, most[network.architecture === null ? 'backbone' : 'fresh'], seed);
  return { paths: chosen.map((i) => paths[i]), identities: chosen.map((i) => identities[i] ?? 0) };
}

/** Of which nothing is known but that they differ from others, null. */
function knownOf({ learned, judges, testimony }: WhiteningTask, on: Stage['on']) {
  const paths = on === 'all' ? [...learned.paths, ...judges.paths] : learned.paths;
  if (testimony === null)
    return { paths, identities: on === 'all' ? [...learned.labels, ...judges.labels] : learned.labels };
  const { of } = supervisionBy(testimonyWithin(testimony, [...paths.keys()])).identities;
  const shared = new Set([...membersByValue(of)].flatMap(([identity, { length }]) => (length > 1 ? [identity] : [])));
  return { paths, identities: Array.from(of, (identity) => (shared.has(identity) ? identity : null)) };
}

/** Those that can be judged: of known classes those whose class has a picture among the known. */
function judgesOf(
  { paths, labels, strangeClasses }: JudgingPaths,
  known: Known,
  testimony: Testimony | null,
): JudgingPaths {
  if (strangeClasses !== null || testimony !== null) return { paths, labels, strangeClasses };
  const present = new Set(Array.from(known.identities));
  const able = [...labels.keys()].filter((i) => present.has(labels[i]));
  return { paths: able.map((i) => paths[i]), labels: Int32Array.from(able, (i) => labels[i]), strangeClasses };
}

/** Features of pictures and what the head makes of them, each of unit length; null where one can no longer be read. */
async function embedded(
  { network, plan }: WhiteningTask,
  { head, weights }: Ended,
  paths: readonly string[],
  options: Tools,
) {
  const { dimensions } = network.card;
  const bytes = network.written(weights, besideFeatures(head), {});
  const facts = { file: null, cutPoints: [], sha256: await sha256(bytes), bytes: bytes.byteLength };
  const card = { ...trainedCard(network.card, plan, dimensions + plan.dimensions), ...facts };
  const workshop = await openWorkshop({ card, bytes }, { ...options, pictures: paths.length });
  try {
    const samples = paths.map((path) => ({ path, label: null, part: null, group: null }));
    const { embeddings, skipped } = await workshop.embed(samples);
    if (skipped.length > 0) {
      options.warn?.(`what was learned is not whitened, as ${skipped[0].path} can no longer be read`);
      return null;
    }
    return {
      features: columnsOf(embeddings, 0, dimensions),
      ofHead: columnsOf(embeddings, dimensions, embeddings.columns),
      product: workshop.product,
    };
  } finally {
    await workshop.close();
  }
}

/** Some columns, each row to unit length. */
function columnsOf(source: Matrix, from: number, to: number): Matrix {
  const part = matrix(source.rows, to - from);
  for (let i = 0; i < source.rows; i++) row(part, i).set(row(source, i).subarray(from, to));
  return normaliseRows(part);
}

/** The space of features, of which the first are those of the known; null where no two of an identity differ. */
function spaceOf(features: Matrix, { identities }: Known, product: Product): Promise<Projection | null> {
  const present = [...new Set(Array.from(identities))].sort((a, b) => a - b);
  const place = new Map(present.map((identity, index) => [identity, index]));
  const known = {
    embeddings: firstRows(features, identities.length),
    labels: Int32Array.from(identities, (identity) => place.get(identity) ?? 0),
    classes: present.map(String),
  };
  return whitened(known, usualWhitening, product);
}

/** The measure of validation and its 95 % interval, of embeddings of the known and then of those that judge. */
async function scoreOf(
  embeddings: Matrix,
  { known, judging, ...task }: WhiteningTask & { readonly known: Known; readonly judging: JudgingPaths },
  product: Product,
): Promise<{ readonly value: number; readonly interval: Interval }> {
  const { labels, strangeClasses } = judging;
  const own = takeRows(
    embeddings,
    Array.from(labels, (_, i) => known.identities.length + i),
  );
  const questions = questionsFor(task);
  if (questions) {
    const { verification, ordered, low, high } = answered(own, questions);
    return { value: verification ?? ordered, interval: [low, high] };
  }
  if (strangeClasses !== null) {
    const { recallAt1, low, high } = await retrieved({ embeddings: own, labels, classes: strangeClasses }, product);
    return { value: recallAt1, interval: [low, high] };
  }
  const references = {
    embeddings: firstRows(embeddings, known.identities.length),
    labels: Int32Array.from(known.identities),
  };
  const { nearest } = judgedByMeans({ embeddings: own, labels, logits: null }, references, task.plan.data.classes);
  return { value: nearest, interval: wilson(nearest * labels.length, labels.length) };
}

function firstRows({ columns, data }: Matrix, count: number): Matrix {
  return matrix(count, columns, data.subarray(0, count * columns));
}
