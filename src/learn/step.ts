import { differentiate } from '../graph/differentiate.ts';
import { Graph } from '../graph/graph.ts';
import { gather } from '../graph/ops.ts';
import { toOnnx } from '../graph/proto/to-onnx.ts';
import { scan } from '../graph/scan.ts';
import type { TensorType, Value, Values } from '../graph/value.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { Parameter } from './parameter.ts';

/** What is learned, and how. */
export type Objective = {
  readonly parameters: readonly Parameter[];
  readonly optimizer: Optimizer;
  /** A batch's loss, a scalar, from parameters and the batch's tensors by name. */
  loss(parameters: Values, batch: Values): Value;
};

/** What a step needs beside parameters and batch: scalars. */
export type Pace = { readonly rate: Value; readonly count: Value };

/** Parameters and the optimizer's memory of them, by name: everything that goes from step to step. */
export function initialState({ parameters, optimizer }: Objective): readonly Parameter[] {
  return parameters.flatMap((parameter) => [
    parameter,
    ...optimizer.slots.map((slot) => ({
      ...parameter,
      name: slotName(parameter, slot),
      initial: new Float32Array(parameter.initial.length),
    })),
  ]);
}

/** One step: loss, its gradients, and the optimizer's update of the whole state. */
export function step(objective: Objective, state: Values, batch: Values, pace: Pace): { state: Values; loss: Value } {
  const { parameters, optimizer } = objective;
  const loss = objective.loss(state, batch);
  const gradients = differentiate(
    loss,
    parameters.map(({ name }) => state[name]),
  );
  const updates = parameters.map((parameter, i) => {
    const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, state[slotName(parameter, slot)]]));
    const { name, decay } = parameter;
    const updated = optimizer.update({ parameter: state[name], gradient: gradients[i], slots, decay, ...pace });
    const remembered = Object.entries(updated.slots).map(([slot, value]) => [slotName(parameter, slot), value]);
    return { [name]: updated.parameter, ...Object.fromEntries(remembered) };
  });
  return { state: Object.assign({}, ...updates), loss };
}

/**
 * Many steps as ONE ONNX graph. In: the state; `pool/NAME`, all samples [N, ...]; and per step of S: `order` [S, B],
 * which samples it learns from, `rates` [S] and `counts` [S]. Out: the state, and `losses` [S].
 */
export function stepsGraph(
  objective: Objective,
  pool: Readonly<Record<string, TensorType>>,
  batch: number,
): Uint8Array {
  const g = new Graph();
  const samples = Object.entries(pool).map(([name, { type, shape }]): [string, Value] => [
    name,
    g.input(`pool/${name}`, type, ['N', ...shape]),
  ]);
  const names = initialState(objective).map(({ name }) => name);
  const before = initialState(objective).map(({ name, shape }) => g.input(name, 'float32', shape));
  const order = g.input('order', 'int64', ['S', batch]);
  const [rates, counts] = ['rates', 'counts'].map((name) => g.input(name, 'float32', ['S']));
  const after = scan(before, [order, rates, counts], (values, [indices, rate, count]) => {
    const state = Object.fromEntries(names.map((name, i) => [name, values[i]]));
    const chosen = Object.fromEntries(samples.map(([name, all]) => [name, gather(all, indices)]));
    const next = step(objective, state, chosen, { rate, count });
    return { state: names.map((name) => next.state[name]), outputs: [next.loss] };
  });
  const outputs = Object.fromEntries(names.map((name, i) => [nextName(name), after.state[i]]));
  return toOnnx({ ...outputs, losses: after.outputs[0] });
}

/** The name under which the steps graph gives a part of the state: an output may not bear an input's name. */
export function nextName(name: string): string {
  return `next/${name}`;
}

function slotName({ name }: Parameter, slot: string): string {
  return `${name}.${slot}`;
}
