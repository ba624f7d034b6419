import { expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floatTensor } from '../../src/runtime/tensors.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';
import type { Activations } from '../../src/train/batches/activations.ts';
import { embeddingHead } from '../../src/train/heads/embedding-head.ts';
import { embeddingValidator } from '../../src/train/validation/embedding-validator.ts';

const head = embeddingHead({ features: 3, dimensions: 2, classes: 2, logitScale: 10, random: random(0, 'head') });
const weights = Object.fromEntries(
  head.parameters.map((each) => [`head/${each.name}`, floatTensor(initialNumbers(each), each.shape)]),
);

/** A validator of 9 pictures in batches of 2, with an identity network; `reads` counts batches as they are read. */
async function validator(onRead: (reads: number) => void) {
  let reads = 0;
  const pictures: Activations = {
    labels: Int32Array.from({ length: 9 }, (_, i) => i % 2),
    shape: [3],
    async read(views) {
      onRead(++reads);
      return Float32Array.from({ length: views.length * 3 }, (_, i) => Math.sin(i + reads));
    },
  };
  const graph = new Graph();
  const input = graph.input('x', 'float32', [2, 3]);
  const network = { graph, input, output: input };
  const task = { network, batchNorm: 'frozen', head, classes: 2, heldOut: pictures, references: pictures } as const;
  return { ...(await embeddingValidator(task, { runtime: nodeRuntime, threads: 1 })), reads: () => reads };
}

it('reads all pictures, batch by batch, where nothing stops it', async () => {
  const { validate, dispose, reads } = await validator(() => undefined);
  const { loss } = await validate(weights, new AbortController().signal);
  expect([Number.isFinite(loss), reads()]).toEqual([true, 10]);
  await dispose();
});

it('stops between two batches when aborted', async () => {
  const stop = new AbortController();
  const { validate, dispose, reads } = await validator((count) => count === 3 && stop.abort());
  await expect(validate(weights, stop.signal)).rejects.toMatchObject({ code: 'interrupted' });
  expect(reads()).toBe(3);
  await dispose();
});
