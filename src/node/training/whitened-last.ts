import { type Projection, project } from '../../backbones/projection.ts';
import { sha256 } from '../../base/hash.ts';
import { type Matrix, matrix, normaliseRows, row, takeRows } from '../../base/matrix.ts';
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
import { trainedCard } from './trained-file.ts';
import type { TrainingPlan } from './training-plan.ts';
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
};

type Tools = Omit<WorkOptions, 'cacheFolder'>;

/**
 * What was learned, but that whitened features end the network instead of its head, where that tells the pictures better apart
 * which chose the epoch: new classes by their nearest picture, known ones by the nearest mean. It is judged as learning stood
 * when it was last judged; what a later stage learned from all pictures is whitened by all of them. No whitening where nothing
 * was judged, or a picture can no longer be read.
 */
export async function whitenedLast(
  task: WhiteningTask,
  { cacheFolder, ...options }: WorkOptions,
): Promise<{ readonly ended: Ended; readonly whitening: Whitening | null }> {
  const { taught, plan, learned, judges } = task;
  const judged = lastJudged(taught.stages);
  if (judged === null) return { ended: taught, whitening: null };
  const last = taught.stages.indexOf(judged.stage);
  const fair: Ended = {
    head: taught.head,
    weights: Object.assign({}, ...taught.stages.slice(0, last + 1).map(({ weights }) => weights)),
  };
  const known = some(learned, plan);
  const judging = judgesOf(judges, known);
  const found = await embedded(task, fair, [...known.paths, ...judging.paths], options);
  const space = found && (await spaceOf(found.features, known, found.product));
  if (!space) return { ended: taught, whitening: null };
  const before = await score(found.ofHead, known, judging, { plan, product: found.product });
  const projected = await project(space, found.features, found.product);
  const after = await score(projected, known, judging, { plan, product: found.product });
  const whitening = {
    ...{ before: before.value, after: after.value },
    interval: after.value > before.value ? after.interval : before.interval,
  };
  if (!isWhitened(whitening)) return { ended: taught, whitening };
  if (last === taught.stages.length - 1) return { ended: whitenedFeatures(taught, space), whitening };
  const all = some(together(learned, judges), plan);
  const whole = await embedded(task, taught, all.paths, options);
  const spaceOfAll = whole && (await spaceOf(whole.features, all, whole.product));
  return spaceOfAll ? { ended: whitenedFeatures(taught, spaceOfAll), whitening } : { ended: taught, whitening: null };
}

function some({ paths, labels }: LabelledPaths, { network, seed }: TrainingPlan): LabelledPaths {
  const chosen = somePictures(labels, most[network.architecture === null ? 'backbone' : 'fresh'], seed);
  return { paths: chosen.map((i) => paths[i]), labels: Int32Array.from(chosen, (i) => labels[i]) };
}

/** Those that can be judged: of known classes those whose class has a picture among the known. */
function judgesOf({ paths, labels, strangeClasses }: JudgingPaths, known: LabelledPaths): JudgingPaths {
  const present = new Set(known.labels);
  const able = [...labels.keys()].filter((i) => strangeClasses !== null || present.has(labels[i]));
  return { paths: able.map((i) => paths[i]), labels: Int32Array.from(able, (i) => labels[i]), strangeClasses };
}

function together(a: LabelledPaths, b: LabelledPaths): LabelledPaths {
  return { paths: [...a.paths, ...b.paths], labels: Int32Array.from([...a.labels, ...b.labels]) };
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

/** The space of features, of which the first are those of the known; null where no two of a class differ. */
function spaceOf(features: Matrix, { labels }: LabelledPaths, product: Product): Promise<Projection | null> {
  const present = [...new Set(labels)].sort((a, b) => a - b);
  const place = new Map(present.map((label, index) => [label, index]));
  const known = {
    embeddings: firstRows(features, labels.length),
    labels: labels.map((label) => place.get(label) ?? 0),
    classes: present.map(String),
  };
  return whitened(known, usualWhitening, product);
}

/** The measure of validation and its 95 % interval, of embeddings of the known and then of those that judge. */
async function score(
  embeddings: Matrix,
  known: LabelledPaths,
  { labels, strangeClasses }: JudgingPaths,
  { plan, product }: { readonly plan: TrainingPlan; readonly product: Product },
): Promise<{ readonly value: number; readonly interval: Interval }> {
  const own = takeRows(
    embeddings,
    Array.from(labels, (_, i) => known.labels.length + i),
  );
  if (strangeClasses !== null) {
    const { recallAt1, low, high } = await retrieved({ embeddings: own, labels, classes: strangeClasses }, product);
    return { value: recallAt1, interval: [low, high] };
  }
  const references = { embeddings: firstRows(embeddings, known.labels.length), labels: known.labels };
  const { nearest } = judgedByMeans({ embeddings: own, labels, logits: null }, references, plan.data.classes);
  return { value: nearest, interval: wilson(nearest * labels.length, labels.length) };
}

function firstRows({ columns, data }: Matrix, count: number): Matrix {
  return matrix(count, columns, data.subarray(0, count * columns));
}
