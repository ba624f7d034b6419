import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { type RanPage, runPage } from './run-page.ts';

/** What the page's program leaves behind, for the test to judge. */
const afterword = `
console.log(JSON.stringify({
  byHand: byHand.history.map(({ loss }) => loss),
  learned: learned.history.map(({ loss }) => loss),
  tuned: history.map(({ loss }) => loss),
  tunedNames: Object.keys(numbers),
  sizes: [file.length, tunedFile.length],
  perPixel: answer.perPixel.shape,
  slope: Math.hypot(...Array.from(answer.perPixel.data, Number)),
}));
`;

type Outcome = {
  readonly byHand: readonly number[];
  readonly learned: readonly number[];
  readonly tuned: readonly number[];
  readonly tunedNames: readonly string[];
  readonly sizes: readonly number[];
  readonly perPixel: readonly number[];
  readonly slope: number;
};

describe('docs/training.md', () => {
  let page: RanPage;
  let outcome: Outcome;

  beforeAll(async () => {
    page = await runPage('training.md', afterword);
    outcome = JSON.parse(page.lastLine);
  });

  afterAll(() => rm(page.folder, { recursive: true, force: true }));

  it('has a loss of ten lines at most', () => {
    const [loss] = page.program.match(/^function cosFace.*?^}/ms) ?? [];
    expect(loss?.split('\n').length).toBeLessThanOrEqual(10);
  });

  it.each(['byHand', 'learned', 'tuned'] as const)('trains: the loss of %s falls', (name) => {
    const losses = outcome[name];
    expect(losses[losses.length - 1]).toBeLessThan(0.7 * losses[0]);
  });

  it('learns only what it says', () => {
    expect(outcome.tunedNames.length).toBeGreaterThan(0);
    expect(outcome.tunedNames.filter((name) => !name.startsWith('stages.2'))).toEqual([]);
    expect(outcome.sizes[1]).toBe(outcome.sizes[0]);
  });

  it('writes a file that takes any number of pictures and gives embeddings of unit length', async () => {
    const session = await nodeRuntime.load(new Uint8Array(await readFile(join(page.folder, 'stripes.onnx'))));
    expect(session.inputs).toEqual([{ name: 'images', type: 'float32', shape: ['N', 1, 16, 16] }]);
    const data = Float32Array.from({ length: 3 * 256 }, (_, i) => Math.sin(i * i));
    const { embedding } = await session.run({ images: { type: 'float32', shape: [3, 1, 16, 16], data } });
    await session.dispose();
    expect(embedding.shape).toEqual([3, 128]);
    const rows = [0, 1, 2].map((i) => Array.from(embedding.data, Number).slice(128 * i, 128 * (i + 1)));
    for (const row of rows) expect(Math.hypot(...row)).toBeCloseTo(1, 5);
  });

  it('gives a gradient for every pixel', () => {
    expect(outcome.perPixel).toEqual([1, 1, 16, 16]);
    expect(outcome.slope).toBeGreaterThan(0);
  });
});
