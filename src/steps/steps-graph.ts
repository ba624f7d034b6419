import { Graph } from '../graph/graph.ts';
import { gather } from '../graph/ops.ts';
import { scan } from '../graph/scan.ts';
import { reshape } from '../graph/shortcuts.ts';
import { mapValues, type TensorType, type Value, type Values } from '../graph/value.ts';
import type { Objective } from './objective.ts';
import { stateParts } from './state.ts';
import { step } from './step.ts';

/** Types of tensors, by name. */
export type TensorTypes = Readonly<Record<string, TensorType>>;

/**
 * Many steps as the outputs of ONE graph, over samples that it holds. In: `state/NAME`; `pool/NAME`, all samples
 * [N, ...]; and per step of S: `order` [S, B], which samples it learns from, `step/NAME` [S, ...], what is told of them
 * together, `rates` [S] and `counts` [S]. Out: `next/NAME`, the state, and per step `losses` [S] and `report/NAME` [S].
 */
export function pooledSteps(
  objective: Objective,
  pool: TensorTypes,
  batch: number,
  reported: TensorTypes = {},
): Values {
  const g = new Graph();
  const samples = inputs(g, 'pool', pool, 'N');
  const order = g.input('order', 'int64', ['S', batch]);
  const sequences = { ...inputs(g, 'step', reported, 'S'), order };
  return steps(g, objective, sequences, ({ order: numbers, ...together }) => ({
    ...mapValues(samples, (all) => gather(all, numbers)),
    ...together,
  }));
}

/**
 * Many steps as the outputs of ONE graph, over batches that it is fed: as pooledSteps, but for `batch/NAME`
 * [S, B, ...] in place of pool and order. `types` are those of one batch, [B, ...].
 */
export function fedSteps(objective: Objective, types: TensorTypes): Values {
  const g = new Graph();
  return steps(g, objective, inputs(g, 'batch', types, 'S'), (slices) => slices);
}

/**
 * Repeats the step over slices of `sequences` [S, ...], from which `batchOf` makes each step's batch. From step to step
 * the state goes flat, as optimizers compute with it: a shape given at the end would be a copy.
 */
function steps(g: Graph, objective: Objective, sequences: Values, batchOf: (slices: Values) => Values): Values {
  const parts = stateParts(objective);
  const before = parts.map(({ name, shape }) => flat(g.input(`state/${name}`, 'float32', shape)));
  const [learningRates, counts] = ['learningRates', 'counts'].map((name) => g.input(name, 'float32', ['S']));
  const names = Object.keys(sequences);
  let reportNames: string[] = [];
  const after = scan(
    before,
    [learningRates, counts, ...Object.values(sequences)],
    (carried, [learningRate, count, ...slices]) => {
      const state = Object.fromEntries(parts.map(({ name, shape }, i) => [name, reshape(carried[i], shape)]));
      const batch = batchOf(Object.fromEntries(names.map((name, i) => [name, slices[i]])));
      const next = step(objective, state, batch, { learningRate, count });
      reportNames = Object.keys(next.reports);
      return {
        state: parts.map(({ name }) => flat(next.state[name])),
        outputs: [next.loss, ...Object.values(next.reports)],
      };
    },
  );
  const [losses, ...reports] = after.outputs;
  return {
    ...Object.fromEntries(parts.map(({ name, shape }, i) => [`next/${name}`, reshape(after.state[i], shape)])),
    losses,
    ...Object.fromEntries(reportNames.map((name, i) => [`report/${name}`, reports[i]])),
  };
}

function inputs(g: Graph, role: string, types: TensorTypes, first: string): Values {
  const entries = Object.entries(types);
  return Object.fromEntries(
    entries.map(([name, { type, shape }]) => [name, g.input(`${role}/${name}`, type, [first, ...shape])]),
  );
}

function flat(value: Value): Value {
  return reshape(value, [-1]);
}
