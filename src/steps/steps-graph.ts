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
 * Many steps as ONE graph, over samples that it holds.
 * - Inputs: `state/NAME`; `pool/NAME` [N, ...], all samples; and for each of S steps `order` [S, B], the indices of its
 *   samples, `step/NAME` [S, ...], what else it needs, such as relations, `learningRates` [S] and `counts` [S].
 * - Outputs: `next/NAME`, the state; and for each step `losses` [S] and `report/NAME` [S].
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
 * Many steps as ONE graph, over batches that it is fed: as pooledSteps, but with `batch/NAME` [S, B, ...] in place of
 * pool and order. `types` are those of one batch, [B, ...].
 */
export function fedSteps(objective: Objective, types: TensorTypes): Values {
  const g = new Graph();
  return steps(g, objective, inputs(g, 'batch', types, 'S'), (slices) => slices);
}

/**
 * Repeats the step over slices of `sequences` [S, ...]; `batchOf` makes a step's batch from them. Between steps the
 * state is flat, as optimizers compute with it: reshaping it at the end would be a copy.
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
