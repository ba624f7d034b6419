import { add, div, minimum, mul, sub } from '../graph/ops.ts';
import { reshape } from '../graph/shortcuts.ts';
import { mapValues, type Value, type Values } from '../graph/value.ts';
import { clippedByNorm } from './clip.ts';
import type { Objective } from './objective.ts';
import type { Parameter } from './parameter.ts';
import { slopeOf } from './slope.ts';
import { averageName, slotName, weightsOf } from './state.ts';

/** What a step needs beside state and batch, scalars: the learning rate, and which step it is: 1, 2, 3, ... */
export type Pace = { readonly rate: Value; readonly count: Value };

/** What a step gives: the whole state after it, the loss before it, and what else the loss reports. */
export type Stepped = { readonly state: Values; readonly loss: Value; readonly reports: Values };

/** One step: loss, its gradients, and the optimizer's update of the whole state. */
export function step(objective: Objective, state: Values, batch: Values, pace: Pace): Stepped {
  const { parameters, clip, prepare = (given) => given } = objective;
  const { loss, reports, statistics, gradients } = slopeOf(objective, state, prepare(batch));
  const directions = clip === undefined ? gradients : clippedByNorm(gradients, clip);
  const scalars = objective.optimizer.scalars?.(pace) ?? {};
  const updates = parameters.map((parameter, i) =>
    updated(objective, parameter, directions[i], { state, pace, scalars }),
  );
  const next = { ...state, ...statistics, ...Object.assign({}, ...updates) };
  return { state: { ...next, ...averages(objective, next, pace) }, loss, reports };
}

/**
 * A parameter and the optimizer's memory of it after the step. All are flat meanwhile: where the last axes are 1, as in
 * kernels of 1 x 1, ONNX Runtime computes with scalars number by number, twenty times slower.
 */
function updated(
  { optimizer }: Objective,
  { name, shape, decay, rateScale = 1 }: Parameter,
  gradient: Value,
  { state, pace, scalars }: { readonly state: Values; readonly pace: Pace; readonly scalars: Values },
): Values {
  const flat = (value: Value) => reshape(value, [-1]);
  const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, flat(state[slotName(name, slot)])]));
  const rate = rateScale === 1 ? pace.rate : mul(pace.rate, rateScale);
  const parameter = flat(state[name]);
  const situation = { parameter, gradient: flat(gradient), slots, scalars, decay, rate, count: pace.count };
  const result = optimizer.update(situation);
  const remembered = Object.entries(result.slots).map(([slot, value]) => [slotName(name, slot), value] as const);
  const next = Object.fromEntries([[name, result.parameter], ...remembered]);
  return mapValues(next, (value) => reshape(value, shape));
}

/**
 * The moving averages of all weights, d a + (1 - d) w. They follow faster at first, d = min(average, (1 + t) / (10 + t)),
 * so that the beginning is soon forgotten.
 */
function averages(objective: Objective, next: Values, { count }: Pace): Values {
  const { average } = objective;
  if (average === undefined) return {};
  const d = minimum(div(add(count, 1), add(count, 10)), average);
  const follow = (name: string) =>
    add(next[averageName(name)], mul(sub(next[name], next[averageName(name)]), sub(1, d)));
  return Object.fromEntries(weightsOf(objective).map(({ name }) => [averageName(name), follow(name)]));
}
