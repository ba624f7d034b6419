import * as v from 'valibot';
import { DiscernError } from '../base/error.ts';
import { stableJson } from '../base/hash.ts';
import {
  finiteNumber,
  listOf,
  nonNegativeInteger,
  oneOf,
  positiveInteger,
  positiveNumber,
  requireJson,
  type Schema,
  text,
} from '../base/schema.ts';
import { annotationKinds } from '../data/annotations/annotated-pictures.ts';
import { relationSamplerNames } from '../data/supervision/relation-samplers.ts';
import type { LengthChange } from '../train/loop/lengths.ts';
import { metricNames } from '../train/validation/measured.ts';
import type { PlannedSearch, PlannedSupervision, Stage, TrainingPlan } from './training-plan.ts';

/** The bytes of a plan's file: UTF-8 JSON, its members in one order, so that the same plan gives the same bytes. */
export function planBytes(plan: TrainingPlan): Uint8Array {
  return new TextEncoder().encode(`${stableJson(plan)}\n`);
}

/** The plan in the bytes of a file; `path` names it in the error. Throws `bad-data` where they hold no plan. */
export function planFrom(bytes: Uint8Array, path: string): TrainingPlan {
  const plan = requireJson(planSchema, bytes, 'plan', (reason, cause) => noPlan(path, reason, cause));
  if (isWhole(plan)) return plan;
  throw noPlan(
    path,
    'plan.stages: expected stages that divide their batches evenly and lengths that follow each other',
  );
}

const orNone = <T>(schema: Schema<T>) => v.exactOptional(v.nullable(schema));

const search = v.object({
  trials: listOf(
    v.object({
      loss: text,
      dimensions: positiveInteger,
      learningRate: positiveNumber,
      epochs: positiveInteger,
      scores: listOf(finiteNumber),
    }),
  ),
  metric: v.nullable(oneOf(...metricNames)),
  folds: positiveInteger,
  baseline: listOf(finiteNumber),
  cutShort: v.boolean('true or false'),
}) satisfies Schema<PlannedSearch>;

const supervision: Schema<PlannedSupervision> = v.object({
  by: listOf(oneOf(...annotationKinds)),
  differences: oneOf('said', 'assumed'),
  sampler: oneOf(...relationSamplerNames),
  apart: v.nullable(oneOf('identities', 'pictures')),
});

const stage = v.object({
  on: oneOf('train', 'all'),
  cut: text,
  views: v.nullable(positiveInteger),
  epochs: positiveInteger,
  lengths: v.exactOptional(listOf(v.object({ after: nonNegativeInteger, epochs: positiveInteger }))),
  learningRate: positiveNumber,
  layerDecay: positiveNumber,
  recomputeSegments: v.exactOptional(positiveInteger),
  accumulationSteps: v.exactOptional(positiveInteger),
}) satisfies Schema<Stage>;

/** What a plan's file holds. */
export const planSchema: Schema<TrainingPlan> = v.object({
  version: v.literal(2, '2'),
  data: v.object({ name: text, fingerprint: text, pictures: nonNegativeInteger, classes: nonNegativeInteger }),
  network: v.object({
    architecture: v.nullable(text),
    backbone: v.nullable(text),
    sha256: v.nullable(text),
    sizePx: positiveInteger,
  }),
  seed: nonNegativeInteger,
  selection: oneOf('val', 'fifth', 'none'),
  preset: text,
  loss: text,
  miner: orNone(text),
  search: v.exactOptional(search),
  perClass: orNone(positiveInteger),
  supervision: v.exactOptional(supervision),
  labelSmoothing: finiteNumber,
  dimensions: positiveInteger,
  logitScale: positiveNumber,
  batch: positiveInteger,
  weightDecay: finiteNumber,
  emaDecay: v.nullable(finiteNumber),
  whitened: v.exactOptional(positiveInteger),
  stages: listOf(stage),
});

function noPlan(path: string, reason: string, cause?: unknown): DiscernError {
  const parts = {
    given: path,
    expected: 'a plan that `discern train` has written beside its output (FILE.plan.json), version 2',
    todo: 'give such a file, or leave --plan out: a plan is then made',
  };
  return new DiscernError('bad-data', `${path} is no training plan: ${reason}`, parts, cause);
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
  const isInPlace = ({ after }: LengthChange, i: number) =>
    i === 0 ? after === 0 : after > lengths[i - 1].after && after < lengths[i - 1].epochs;
  const isSound = (each: LengthChange, i: number) => each.epochs > each.after && isInPlace(each, i);
  return lengths.every(isSound) && lengths.at(-1)?.epochs === epochs;
}
