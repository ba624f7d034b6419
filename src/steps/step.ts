import { add, div, minimum, mul, sub } from '../graph/ops.ts';
import { reshape } from '../graph/shortcuts.ts';
import { mapValues, type Value, type Values } from '../graph/value.ts';
import { clippedByNorm } from './clip.ts';
import { lossAndGradients } from './loss-and-gradients.ts';
import type { Objective } from './objective.ts';
import type { Parameter } from './parameter.ts';
import { emaName, slotName, trackedParts } from './state.ts';

/** Scalars of a step: its learning rate, and its number: 1, 2, 3, ... */
export type StepScalars = { readonly learningRate: Value; readonly count: Value };

/** The whole state after a step, the loss before it, and the loss's reports. */
export type Stepped = { readonly state: Values; readonly loss: Value; readonly reports: Values };

/** One training step: loss, gradients, clipping, and the optimizer's update of the whole state. */
export function step(objective: Objective, state: Values, batch: Values, stepScalars: StepScalars): Stepped {
  const { parameters, maxGradNorm, prepare = (given) => given } = objective;
  const { loss, reports, statistics, gradients } = lossAndGradients(objective, state, prepare(batch));
  const directions = maxGradNorm === undefined ? gradients : clippedByNorm(gradients, maxGradNorm);
  const scalars = objective.optimizer.scalars?.(stepScalars) ?? {};
  const updates = parameters.map((parameter, i) =>
    updated(objective, parameter, directions[i], { state, stepScalars, scalars }),
  );
  const next = { ...state, ...statistics, ...Object.assign({}, ...updates) };
  return { state: { ...next, ...movingAverages(objective, next, stepScalars) }, loss, reports };
}

/**
 * A parameter and its optimizer slots after the step. They are flat during the update: where the last axes are 1, as in
 * 1 x 1 kernels, ONNX Runtime computes number by number, twenty times slower.
 */
function updated(
  { optimizer }: Objective,
  { name, shape, decay, lrScale = 1 }: Parameter,
  gradient: Value,
  {
    state,
    stepScalars,
    scalars,
  }: { readonly state: Values; readonly stepScalars: StepScalars; readonly scalars: Values },
): Values {
  const flat = (value: Value) => reshape(value, [-1]);
  const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, flat(state[slotName(name, slot)])]));
  const learningRate = lrScale === 1 ? stepScalars.learningRate : mul(stepScalars.learningRate, lrScale);
  const parameter = flat(state[name]);
  const situation = {
    parameter,
    gradient: flat(gradient),
    slots,
    scalars,
    decay,
    learningRate,
    count: stepScalars.count,
  };
  const result = optimizer.update(situation);
  const remembered = Object.entries(result.slots).map(([slot, value]) => [slotName(name, slot), value] as const);
  const next = Object.fromEntries([[name, result.parameter], ...remembered]);
  return mapValues(next, (value) => reshape(value, shape));
}

/**
 * The moving averages of all weights, d a + (1 - d) w. They follow faster at first, with d = min(emaDecay, (1 + t) /
 * (10 + t)), so that the start is soon forgotten.
 */
function movingAverages(objective: Objective, next: Values, { count }: StepScalars): Values {
  const { emaDecay } = objective;
  if (emaDecay === undefined) return {};
  const d = minimum(div(add(count, 1), add(count, 10)), emaDecay);
  const follow = (name: string) => add(next[emaName(name)], mul(sub(next[name], next[emaName(name)]), sub(1, d)));
  return Object.fromEntries(trackedParts(objective).map(({ name }) => [emaName(name), follow(name)]));
}
