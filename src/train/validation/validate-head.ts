import { type Matrix, matrix } from '../../base/matrix.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { Graph } from '../../graph/graph.ts';
import { cast, concat, div, gatherElements, less, logSoftmax, max, neg, reshape, sub } from '../../graph/ops.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import { floats, indexTensor, matrixTensor } from '../../runtime/tensors.ts';
import type { State } from '../../steps/state.ts';
import type { Head } from '../heads/head.ts';
import type { Validation } from '../loop/history.ts';
import { temperatures } from './temperatures.ts';

/** Features [N, D], and the class of each row, 0 .. C - 1. */
export type Labelled = { readonly features: Matrix; readonly labels: Int32Array };

/** Scores states of a head on held-out data. */
export type Validator = {
  /** Throws `interrupted` when the signal is aborted between two parts of the data. */
  validate(state: State, signal?: AbortSignal): Promise<Validation>;
  dispose(): Promise<void>;
};

/** Maximum number of logits held at once; bounds the memory with many classes. */
const logitsAtOnce = 4_000_000;

/**
 * A validator for a head: mean negative log-likelihood (without label smoothing or weights) and accuracy, by a forward
 * pass only.
 */
export async function headValidator(
  head: Head,
  { features, labels }: Labelled,
  { runtime, classes, ...options }: LoadOptions & { readonly runtime: Runtime; readonly classes: number },
): Promise<Validator> {
  const session = await runtime.load(validationGraph(head, features.columns), options);
  const parts = chunks({ features, labels }, Math.max(1, Math.floor(logitsAtOnce / classes)));
  return {
    async validate(state, signal) {
      const parameters = Object.fromEntries(head.parameters.map(({ name }) => [name, state[name]]));
      const losses = new Float64Array(temperatures.length);
      let hits = 0;
      for (const part of parts) {
        throwIfAborted(signal);
        const feeds = { features: matrixTensor(part.features), labels: indexTensor(part.labels), ...parameters };
        const results = await session.run(feeds);
        floats(results.surprise).forEach((value, i) => {
          losses[i % losses.length] += value;
        });
        hits += total(floats(results.hits));
      }
      return { loss: Math.min(...losses) / labels.length, accuracy: hits / labels.length };
    },
    dispose: () => session.dispose(),
  };
}

function validationGraph(head: Head, dimensions: number): Uint8Array {
  const g = new Graph();
  const features = g.input('features', 'float32', ['N', dimensions]);
  const labels = g.input('labels', 'int64', ['N']);
  const parameters = head.parameters.map(({ name, shape }) => [name, g.input(name, 'float32', shape)] as const);
  const logits = head.logits(features, Object.fromEntries(parameters));
  const places = reshape(labels, [-1, 1]);
  const losses = temperatures.map((temperature) => neg(gatherElements(logSoftmax(div(logits, temperature)), places)));
  const beaten = less(gatherElements(logits, places), max(logits, 1, { keep: true }));
  return toOnnx({ surprise: concat(losses, 1), hits: sub(1, cast(beaten, 'float32')) });
}

function chunks({ features: { rows, columns, data }, labels }: Labelled, size: number): Labelled[] {
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => {
    const [start, end] = [i * size, Math.min((i + 1) * size, rows)];
    const features = matrix(end - start, columns, data.subarray(start * columns, end * columns));
    return { features, labels: labels.subarray(start, end) };
  });
}

function total(values: Float32Array): number {
  return values.reduce((a, b) => a + b, 0);
}
