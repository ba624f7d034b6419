import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type Backbone, openBackbone } from '../../src/backbones/backbone.ts';
import type { Card } from '../../src/backbones/card.ts';
import { row } from '../../src/base/matrix.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { described, tinyModel } from './models.ts';

const opened: Backbone[] = [];
afterAll(() => Promise.all(opened.map((backbone) => backbone.dispose())));

async function open(name: string, change: Partial<Card> = {}): Promise<Backbone> {
  const { card } = await described(name);
  const backbone = await openBackbone({ ...card, ...change }, tinyModel(name), nodeRuntime);
  opened.push(backbone);
  return backbone;
}

/** Prepared pictures [count, 3, 8, 8], not black. */
function pictures(count: number): fc.Arbitrary<Float32Array> {
  const size = count * 192;
  const value = fc.integer({ min: 1, max: 255 });
  return fc
    .array(value, { minLength: size, maxLength: size })
    .map((values) => Float32Array.from(values, (x) => (x - 127) / 128));
}

describe('embeddings', () => {
  test.each(['nchw', 'nhwc', 'map', 'nhwc-map', 'pooled-map', 'tokens-16', 'tokens-17', 'batch-of-one'])(
    '%s: unit length, and a picture does not depend on its neighbours',
    async (name) => {
      const backbone = await open(name);
      await fc.assert(
        fc.asyncProperty(pictures(2), async (input) => {
          const both = await backbone.features(input, 2);
          expect([both.rows, both.columns]).toEqual([2, 8]);
          for (let i = 0; i < 2; i++) {
            const alone = await backbone.features(input.slice(i * 192, (i + 1) * 192), 1);
            expect(Math.hypot(...alone.data)).toBeCloseTo(1, 6);
            alone.data.forEach((value, d) => {
              expect(row(both, i)[d]).toBeCloseTo(value, 5);
            });
          }
        }),
        { numRuns: 10 },
      );
    },
  );

  test('the map averaged here is the map averaged in the graph', async () => {
    const [map, pooled] = [await open('map'), await open('nchw')];
    const [input] = fc.sample(pictures(1), { numRuns: 1, seed: 1 });
    const [here, there] = [await map.features(input, 1), await pooled.features(input, 1)];
    here.data.forEach((value, d) => {
      expect(value).toBeCloseTo(there.data[d], 5);
    });
  });
});

describe('cards that do not fit their graph', () => {
  test.each([
    [{ input: 'images' }, 'bad-model', 'pixels'],
    [{ output: 'embedding' }, 'bad-model', 'features'],
  ])('%j', async (change, code, given) => {
    await expect(open('nchw', change)).rejects.toMatchObject({ code, given: expect.stringContaining(given) });
  });

  test('half precision at the border', async () => {
    const { card } = await described('nchw');
    await expect(openBackbone(card, tinyModel('half'), nodeRuntime)).rejects.toMatchObject({ code: 'unsupported' });
  });

  test.each([{ dimensions: 9 }, { dimensions: 4 }])('another number of features: %j', async (change) => {
    const backbone = await open('nchw', change);
    await expect(backbone.features(new Float32Array(192), 1)).rejects.toMatchObject({ code: 'bad-model' });
  });

  test('bytes that are no graph', async () => {
    const { card } = await described('nchw');
    await expect(openBackbone(card, new Uint8Array(100), nodeRuntime)).rejects.toMatchObject({ code: 'bad-model' });
  });
});
