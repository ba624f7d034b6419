// @module-tag slow
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trainData } from '../../../src/node/training/train-data.ts';
import type { Stage } from '../../../src/plan/training-plan.ts';
import { writePictures, writePlanFor } from './tiny-training.ts';

const folder = mkdtempSync(join(tmpdir(), 'discern-stage-memory-'));
const at = (name: string) => join(folder, name);
const fromScratch = { architecture: 'small', backbone: null, sha256: null, sizePx: 16 } as const;
let pictures = '';
beforeAll(async () => {
  pictures = await writePictures(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Trains from a plan whose stage has these members too. */
async function trained(name: string, parts: Partial<Stage>) {
  const stages = [
    { on: 'train', cut: 'images', views: 1, epochs: 1, learningRate: 3e-3, layerDecay: 1, ...parts },
  ] as const;
  await writePlanFor(pictures, at(`${name}.json`), fromScratch, { stages });
  const out = at(`${name}.onnx`);
  const result = await trainData(pictures, { out, plan: at(`${name}.json`), workFolder: at('work'), threads: 1 });
  const figures = result.history.map(({ seconds: _, ...epoch }) => epoch);
  return { figures, plan: result.plan, bytes: new Uint8Array(readFileSync(out)) };
}

describe('a plan', () => {
  test('learns the same to the bit where activations are computed again', async () => {
    const [plain, again] = [await trained('plain', {}), await trained('again', { recomputeSegments: 3 })];
    expect(again.figures).toEqual(plain.figures);
    expect(again.plan.stages[0].recomputeSegments).toBe(3);
  });

  test('gives the same bytes again where batches are divided too', async () => {
    const parts = { recomputeSegments: 2, accumulationSteps: 2 };
    expect((await trained('divided', parts)).bytes).toEqual((await trained('divided', parts)).bytes);
  });

  test('is none where batches cannot be divided so', async () => {
    await expect(trained('odd', { accumulationSteps: 3 })).rejects.toMatchObject({ code: 'bad-data' });
  });
});

describe('memory', () => {
  test('training refuses before it begins where even one picture at a time is too much', async () => {
    const memory = process.memoryUsage.rss() + 1e5;
    const options = { out: at('refused.onnx'), architecture: 'small', sizePx: 16, minutes: 0.1, memory } as const;
    await expect(trainData(pictures, { ...options, workFolder: at('work'), threads: 1 })).rejects.toMatchObject({
      code: 'too-large',
      expected: expect.stringContaining('free'),
    });
  });
});
