import { DiscernError } from '../base/error.ts';
import { stableJson } from '../base/hash.ts';
import { isCount, isNumber, isPositive, isText, listOf, oneOf, orAbsent, orNull, recordOf } from '../bundle/guards.ts';
import { annotationKinds } from '../data/annotations/annotated-pictures.ts';
import { relationSamplerNames } from '../data/annotations/relation-samplers.ts';
import type { Trial } from '../search/search-settings.ts';
import type { Length } from '../train/loop/lengths.ts';
import { metricNames } from '../train/validation/measured.ts';
import type { PlannedSearch, PlannedSupervision, Stage, TrainingPlan } from './training-plan.ts';

/** The bytes of a plan's file: UTF-8 JSON, its members in one order, so that the same plan gives the same bytes. */
export function planBytes(plan: TrainingPlan): Uint8Array {
  return new TextEncoder().encode(`${stableJson(plan)}\n`);
}

/** The plan in the bytes of a file. `name` stands in the error: `bad-data` where they hold no plan. */
export function planFrom(bytes: Uint8Array, name: string): TrainingPlan {
  const json = parsed(new TextDecoder().decode(bytes));
  if (isPlan(json) && isWhole(json)) return json;
  throw new DiscernError('bad-data', `${name} is no training plan`, {
    given: name,
    expected: 'a plan that `discern train` has written beside its output (FILE.plan.json), version 2',
    todo: 'give such a file, or leave --plan out: a plan is then made',
  });
}

const isPlan = recordOf<TrainingPlan>({
  version: (value): value is 2 => value === 2,
  data: recordOf<TrainingPlan['data']>({ name: isText, fingerprint: isText, pictures: isCount, classes: isCount }),
  network: recordOf<TrainingPlan['network']>({
    architecture: orNull(isText),
    backbone: orNull(isText),
    sha256: orNull(isText),
    sizePx: isAmount,
  }),
  seed: isCount,
  selection: oneOf('val', 'fifth', 'none'),
  preset: isText,
  loss: isText,
  miner: orAbsent(orNull(isText)),
  search: orAbsent(
    recordOf<PlannedSearch>({
      trials: listOf(
        recordOf<Trial>({
          loss: isText,
          dimensions: isAmount,
          learningRate: isPositive,
          epochs: isAmount,
          scores: listOf(isNumber),
        }),
      ),
      metric: orNull(oneOf(...metricNames)),
      folds: isAmount,
      baseline: listOf(isNumber),
      cutShort: (value): value is boolean => typeof value === 'boolean',
    }),
  ),
  perClass: orAbsent(orNull(isAmount)),
  supervision: orAbsent(
    recordOf<PlannedSupervision>({
      by: listOf(oneOf(...annotationKinds)),
      differences: oneOf('said', 'assumed'),
      sampler: oneOf(...relationSamplerNames),
      apart: orNull(oneOf('identities', 'pictures')),
    }),
  ),
  labelSmoothing: isNumber,
  dimensions: isAmount,
  logitScale: isPositive,
  batch: isAmount,
  weightDecay: isNumber,
  emaDecay: orNull(isNumber),
  whitened: orAbsent(isAmount),
  stages: listOf(
    recordOf<Stage>({
      on: oneOf('train', 'all'),
      cut: isText,
      views: orNull(isAmount),
      epochs: isAmount,
      lengths: orAbsent(listOf(recordOf<Length>({ after: isCount, epochs: isAmount }))),
      learningRate: isPositive,
      layerDecay: isPositive,
      recomputeSegments: orAbsent(isAmount),
      accumulationSteps: orAbsent(isAmount),
    }),
  ),
});

/** A whole number, 1 or more. */
function isAmount(value: unknown): value is number {
  return isCount(value) && value > 0;
}

/** Whether it has stages, each divides its batches evenly, and lengths lead from the first to the last. */
function isWhole({ stages, batch }: TrainingPlan): boolean {
  const isSound = ({ accumulationSteps = 1, ...stage }: Stage) =>
    batch % accumulationSteps === 0 && isWholeLength(stage);
  return stages.length > 0 && stages.every(isSound);
}

/** Whether every change of length comes after the one before it and before its end, and leaves epochs to come. */
function isWholeLength({ lengths, epochs }: Pick<Stage, 'lengths' | 'epochs'>): boolean {
  if (lengths === undefined) return true;
  const isInPlace = ({ after }: Length, i: number) =>
    i === 0 ? after === 0 : after > lengths[i - 1].after && after < lengths[i - 1].epochs;
  const isSound = (each: Length, i: number) => each.epochs > each.after && isInPlace(each, i);
  return lengths.every(isSound) && lengths.at(-1)?.epochs === epochs;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
