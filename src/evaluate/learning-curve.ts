import { throwIfAborted } from '../base/progress.ts';
import { random } from '../base/random.ts';
import { isLabelled } from '../data/classes-of.ts';
import type { Embedded } from '../data/embedding/embedded.ts';
import type { FitTools } from '../fit/fit-approaches.ts';
import { fitQuickly, type QuickTask } from '../fit/fit-quickly.ts';
import { drawPerClass } from '../fit/held-out/draw-per-class.ts';
import type { Held } from '../fit/held-out/hold-out.ts';
import { heldOutOf } from '../fit/held-out/selection-pictures.ts';
import { subset } from '../fit/labelled.ts';
import { clusters } from '../metrics/bootstrap.ts';
import type { Interval } from '../metrics/interval.ts';
import { mean } from '../metrics/mean.ts';
import { type CurvePoint, curvePoints } from './curve-points.ts';
import { drawsInterval } from './draws-interval.ts';
import { bestLabel } from './labelled-prediction.ts';
import { observeStrangers } from './observe.ts';
import type { LearningCurve } from './results.ts';

/** An accuracy, or the difference of two. */
type Measured = { readonly accuracy: number; readonly interval: Interval };

/** What a learning curve is computed from. */
export type CurveTask = QuickTask & {
  /** Training pictures to draw from (groups are drawn whole), and validation pictures that choose settings. */
  readonly held: Held;
  /** Pictures to measure on, all of learned classes. */
  readonly measured: Embedded;
  /** The results with all pictures: the last point. */
  readonly whole: Readonly<Record<'classifier' | 'gallery' | 'difference', Measured | null>> & {
    /** Pictures of the largest class. */
    readonly perClass: number;
  };
};

/** More measured pictures hardly narrow a point's band. */
const mostMeasured = 2000;

/**
 * Largest number of validation pictures times classes, for each candidate setting. It bounds the time with many
 * classes.
 */
const maxValidated = 4e6;

/**
 * Accuracy of both approaches when they learn from at most 1, 2, 5, 10, ... pictures of each class, up to all pictures.
 * Each point is the mean of several draws. It takes at most about as long as 14 quick fits (`fitQuickly`) of at most
 * 5,000 pictures each, or two of every class. Null if no class has two pictures.
 */
export async function learningCurve(task: CurveTask, tools: FitTools): Promise<LearningCurve | null> {
  const points = curvePoints(countsOf(task.held.train));
  if (points.length === 0) return null;
  const validation = someOf(
    heldOutOf(task.held, tools.seed),
    Math.ceil(maxValidated / countsOf(task.held.train).length),
    tools.seed,
  );
  const measured = someOf(task.measured, mostMeasured, tools.seed);
  const total = points.reduce((sum, { draws }) => sum + draws, 0);
  const drawn: Point[] = [];
  for (const point of points) {
    const done = drawn.reduce((sum, { draws }) => sum + draws, 0);
    const rightness: DrawRightness[] = [];
    for (let draw = 0; draw < point.draws; draw++) {
      throwIfAborted(tools.signal);
      const report = () => tools.progress?.({ stage: 'learning from fewer pictures', done: done + draw, total });
      report();
      const indices = drawPerClass(task.held.train.samples, tools.seed + draw)(point.perClass);
      const held = { train: subset(task.held.train, indices), val: validation };
      rightness.push(await rightnessOf(held, measured, task, { ...tools, progress: report }));
    }
    drawn.push(pointOf(point, rightness, measured, tools.seed));
  }
  tools.progress?.({ stage: 'learning from fewer pictures', done: total, total });
  return curveOf([...drawn, wholePoint(task.whole)]);
}

/** [T], 1 where the best class is right, else 0; null if the approach is missing. */
type DrawRightness = { readonly classifier: Uint8Array | null; readonly gallery: Uint8Array };

type Estimate = { readonly value: number; readonly interval: Interval } | null;
type Point = CurvePoint & { readonly classifier: Estimate; readonly gallery: Estimate; readonly difference: Estimate };

async function rightnessOf(held: Held, measured: Embedded, task: CurveTask, tools: FitTools): Promise<DrawRightness> {
  const fitted = await fitQuickly(held, task, tools);
  const { classifier, gallery } = await observeStrangers(fitted, measured, tools.product);
  const right = (predictions: NonNullable<typeof gallery>) =>
    Uint8Array.from(predictions, (prediction, i) => (bestLabel(prediction) === measured.samples[i].label ? 1 : 0));
  return { classifier: classifier && right(classifier), gallery: right(gallery ?? []) };
}

function pointOf(point: CurvePoint, draws: readonly DrawRightness[], { samples }: Embedded, seed: number): Point {
  const together = clusters(samples.map(({ group }) => group));
  const estimate = (all: readonly ArrayLike<number>[], kind: 'share' | 'difference'): Estimate =>
    all.length === 0 ? null : { value: mean(all.map(mean)), interval: drawsInterval(all, together, { seed, kind }) };
  const differences = draws.flatMap(({ classifier, gallery }) =>
    classifier === null ? [] : [Int8Array.from(gallery, (right, i) => right - classifier[i])],
  );
  return {
    ...point,
    classifier: estimate(
      draws.flatMap(({ classifier }) => (classifier === null ? [] : [classifier])),
      'share',
    ),
    gallery: estimate(
      draws.map(({ gallery }) => gallery),
      'share',
    ),
    difference: estimate(differences, 'difference'),
  };
}

function wholePoint({ perClass, classifier, gallery, difference }: CurveTask['whole']): Point {
  const estimate = (scores: Measured | null): Estimate =>
    scores && { value: scores.accuracy, interval: scores.interval };
  return {
    ...{ perClass, draws: 1 },
    classifier: estimate(classifier),
    gallery: estimate(gallery),
    difference: estimate(difference),
  };
}

function curveOf(points: readonly Point[]): LearningCurve {
  const present = (key: 'classifier' | 'gallery' | 'difference') => points.flatMap((point) => point[key] ?? []);
  const values = (key: 'classifier' | 'gallery') => present(key).map(({ value }) => value);
  const intervals = (key: 'classifier' | 'gallery' | 'difference') => present(key).map(({ interval }) => interval);
  return {
    name: 'learning',
    x: points.map(({ perClass }) => perClass),
    classifier: values('classifier'),
    gallery: values('gallery'),
    classifierInterval: intervals('classifier'),
    galleryInterval: intervals('gallery'),
    differenceInterval: intervals('difference'),
    draws: points.map(({ draws }) => draws),
  };
}

function countsOf({ samples }: Embedded): number[] {
  const counts = new Map<string, number>();
  for (const { label } of samples.filter(isLabelled)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()];
}

/** The pictures in their order; if there are more than `most`, a seeded random subset. */
function someOf(pictures: Embedded, most: number, seed: number): Embedded {
  if (pictures.samples.length <= most) return pictures;
  const drawn = random(seed, 'learning curve')
    .shuffle([...pictures.samples.keys()])
    .slice(0, most);
  return subset(
    pictures,
    drawn.sort((a, b) => a - b),
  );
}
