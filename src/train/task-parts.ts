import { DiscernError } from '../base/error.ts';
import { type Random, random } from '../base/random.ts';
import { shuffled } from '../data/samplers/shuffled.ts';
import type { Tensor } from '../runtime/runtime.ts';
import { indexTensor, matrixTensor } from '../runtime/tensors.ts';
import type { Objective } from '../steps/objective.ts';
import { adamW } from '../steps/optimizers/adam-w.ts';
import { decaysByShape, type Parameter } from '../steps/parameter.ts';
import { oneCycle } from '../steps/schedules/one-cycle.ts';
import type { SamplePool } from './batches/pool-learner.ts';
import { defaultDivergencePolicy, type LoopPlan } from './loop/plan.ts';
import type { Samples, TrainTask, Weight } from './train-task.ts';
import type { ValidationData } from './validation/loss-validator.ts';

/** The parts that a task becomes: the objective, the samples, the plan of the loop, and the validation data, if any. */
export type TaskParts = {
  readonly objective: Objective;
  readonly pool: SamplePool;
  readonly plan: LoopPlan;
  readonly validation: ValidationData | null;
};

/** Steps in one call of the runtime. Between two calls progress is reported and the abort signal is checked. */
const stepsPerCall = 16;

/** Makes the parts of a task. Throws `misused` where its members do not fit together. */
export function taskParts<W extends string, D extends string, S extends string>(task: TrainTask<W, D, S>): TaskParts {
  const { seed = 0, sampler = shuffled } = task;
  const data = sampleTensors(task.data);
  const count = countOf(data);
  const { accumulationSteps = 1, recomputeSegments = 1 } = task;
  const batch = Math.min(counting(task.batch ?? 32, 'samples per batch'), count);
  counting(accumulationSteps, 'accumulation steps');
  counting(recomputeSegments, 'recompute segments');
  if (batch % accumulationSteps !== 0) {
    throw misfit(
      `a batch of ${batch} in ${accumulationSteps} accumulation steps`,
      'steps of equal size',
      'choose a divisor of the batch size',
    );
  }
  const labels = classesOf(task, data, count);
  return {
    objective: objectiveOf(task),
    pool: { pool: data, batch, sampler: sampler({ labels, batch, seed }) },
    plan: taskPlan(task, count, batch),
    validation: task.validation ? validationOf(sampleTensors(task.validation), data, batch) : null,
  };
}

function sampleTensors(data: Readonly<Record<string, Samples>>): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(data).map(([name, samples]) => [name, sampleTensor(samples)]));
}

function sampleTensor(samples: Samples): Tensor {
  if (samples instanceof Int32Array) return indexTensor(samples);
  return 'rows' in samples ? matrixTensor(samples) : samples;
}

function objectiveOf<W extends string, D extends string, S extends string>(task: TrainTask<W, D, S>): Objective {
  const { loss, optimizer = adamW(), seed = 0, maxGradNorm, emaDecay, accumulationSteps, recomputeSegments } = task;
  const parameters = weightsFrom(task.parameters, seed);
  const statistics = weightsFrom(task.statistics ?? {}, seed);
  return {
    parameters,
    statistics,
    optimizer,
    loss: (weights, batch) => loss(weights, batch),
    ...(maxGradNorm === undefined ? {} : { maxGradNorm }),
    ...(emaDecay === undefined ? {} : { emaDecay }),
    ...(accumulationSteps === undefined ? {} : { accumulationSteps }),
    ...(recomputeSegments === undefined ? {} : { recomputeSegments }),
  };
}

function weightsFrom(weights: Readonly<Record<string, Weight>>, seed: number): Parameter[] {
  return Object.entries(weights).map(([name, { shape, initial, decay = decaysByShape(shape), lrScale = 1 }]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const numbers = initialNumbers(initial, count, () => random(seed, `weight/${name}`));
    if (numbers.length !== count) {
      throw misfit(
        `${numbers.length} initial values for the weight ${name} of shape [${shape.join(', ')}]`,
        `${count} values`,
      );
    }
    return { name, shape, initial: numbers, decay, lrScale };
  });
}

function initialNumbers(initial: Weight['initial'], count: number, stream: () => Random): Float32Array {
  if (initial === undefined) return new Float32Array(count);
  if (initial instanceof Float32Array) return initial;
  const draws = stream();
  return Float32Array.from({ length: count }, () => initial(draws));
}

function taskPlan<W extends string, D extends string, S extends string>(
  { learningRate, schedule = oneCycle, epochs, patience = Number.POSITIVE_INFINITY, guard }: TrainTask<W, D, S>,
  count: number,
  batch: number,
): LoopPlan {
  if (!(learningRate > 0 && Number.isFinite(learningRate)))
    throw misfit(`the learning rate ${learningRate}`, 'a number above 0, for instance 1e-3');
  counting(epochs, 'epochs');
  const stepsPerEpoch = Math.ceil(count / batch);
  return {
    schedule: schedule({ learningRate, steps: epochs * stepsPerEpoch }),
    epochs,
    stepsPerEpoch,
    stepsPerCall,
    batch,
    patience,
    guard: { ...defaultDivergencePolicy, ...guard },
  };
}

/** The validation data. They must have the same names as the training data. */
function validationOf(
  validation: Readonly<Record<string, Tensor>>,
  data: Readonly<Record<string, Tensor>>,
  batch: number,
): ValidationData {
  const [given, wanted] = [validation, data].map((each) => Object.keys(each).sort().join(', '));
  if (given !== wanted) throw misfit(`validation with ${given || 'nothing'}`, `the names of the data: ${wanted}`);
  countOf(validation, 'validation');
  return { data: validation, batch };
}

/** The number of samples. */
function countOf(data: Readonly<Record<string, Tensor>>, of = 'data'): number {
  const counts = Object.entries(data).map(([name, { shape }]) => ({ name, count: shape[0] ?? 0 }));
  const [first, ...others] = counts;
  if (!first || first.count === 0)
    throw misfit(`no samples in the ${of}`, `at least one sample of every part of the ${of}`);
  if (others.every(({ count }) => count === first.count)) return first.count;
  throw misfit(
    `in the ${of} ${counts.map(({ name, count }) => `${count} of ${name}`).join(', ')}`,
    'the same number of samples in each',
  );
}

/** The class of each sample; zeros where the task names no classes. */
function classesOf(
  { classes }: { readonly classes?: string },
  data: Readonly<Record<string, Tensor>>,
  count: number,
): ArrayLike<number> {
  if (classes === undefined) return new Int32Array(count);
  if (!Object.hasOwn(data, classes))
    throw misfit(`classes from ${classes}`, `a name among the data: ${Object.keys(data).join(', ')}`);
  const { type, data: labels } = data[classes];
  if (type === 'int64') return Array.from(labels, Number);
  throw misfit(`classes from ${classes}, which is ${type}`, 'whole numbers, for instance an Int32Array');
}

/** Requires a whole number above 0. Throws `misused` otherwise. */
function counting(given: number, what: string): number {
  if (Number.isInteger(given) && given > 0) return given;
  throw misfit(`${given} ${what}`, 'a whole number above 0');
}

function misfit(given: string, expected: string, todo = 'correct the task given to train'): DiscernError {
  return new DiscernError('misused', `train: ${given}`, { given, expected, todo });
}
