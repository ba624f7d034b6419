import { throwIfAborted } from '../../base/progress.ts';
import { Graph } from '../../graph/graph.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import type { Values } from '../../graph/value.ts';
import type { LoadOptions, Runtime, Session, Tensor } from '../../runtime/runtime.ts';
import { floats } from '../../runtime/tensors.ts';
import { lossParts, type Objective } from '../../steps/objective.ts';
import { type State, trackedParts } from '../../steps/state.ts';
import type { Validation } from '../loop/history.ts';
import { tensorRows } from './tensor-rows.ts';
import type { Validator } from './validate-head.ts';

/** Validation data: tensors [N, ...] by name (N at least 1), and the number of samples computed at once. */
export type ValidationData = { readonly data: Readonly<Record<string, Tensor>>; readonly batch: number };

/**
 * Measures the loss of the objective and its reports on held-out data, by a forward pass only: means over batches,
 * weighted by their size.
 */
export async function lossValidator(
  objective: Objective,
  { data, batch }: ValidationData,
  { runtime, ...options }: LoadOptions & { readonly runtime: Runtime },
): Promise<Validator> {
  const samples = Object.values(data)[0].shape[0];
  const starts = Array.from({ length: Math.ceil(samples / batch) }, (_, i) => i * batch);
  const sizes = [...new Set(starts.map((start) => Math.min(batch, samples - start)))];
  const sessions = new Map<number, Session>();
  const dispose = async () => {
    for (const session of sessions.values()) await session.dispose();
  };
  try {
    for (const size of sizes) sessions.set(size, await runtime.load(lossModel(objective, data, size), options));
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
  return {
    async validate(weights, signal) {
      const sums: Record<string, number> = {};
      for (const start of starts) {
        throwIfAborted(signal);
        const size = Math.min(batch, samples - start);
        const measured = await sessions.get(size)?.run(feedsOf(objective, weights, data, [start, start + size]));
        for (const [name, value] of Object.entries(measured ?? {})) {
          sums[name] = (sums[name] ?? 0) + floats(value)[0] * size;
        }
      }
      const { loss, ...reports } = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / samples]));
      const plain = Object.entries(reports).map(([name, value]) => [name.slice('report/'.length), value]);
      return { ...Object.fromEntries(plain), loss } satisfies Validation;
    },
    dispose,
  };
}

function lossModel(objective: Objective, data: Readonly<Record<string, Tensor>>, size: number): Uint8Array {
  const g = new Graph();
  const weights = trackedParts(objective).map(({ name, shape }) => [name, g.input(`weight/${name}`, 'float32', shape)]);
  const batch: Values = Object.fromEntries(
    Object.entries(data).map(([name, { type, shape }]) => [
      name,
      g.input(`batch/${name}`, type, [size, ...shape.slice(1)]),
    ]),
  );
  const { loss, reports } = lossParts(objective, Object.fromEntries(weights), batch);
  const named = Object.entries(reports).map(([name, value]) => [`report/${name}`, value]);
  return toOnnx({ loss, ...Object.fromEntries(named) });
}

function feedsOf(
  objective: Objective,
  weights: State,
  data: Readonly<Record<string, Tensor>>,
  [start, end]: readonly [number, number],
): Readonly<Record<string, Tensor>> {
  const given = trackedParts(objective).map(({ name }) => [`weight/${name}`, weights[name]]);
  const batch = Object.entries(data).map(([name, tensor]) => [`batch/${name}`, tensorRows(tensor, start, end)]);
  return Object.fromEntries([...given, ...batch]);
}
