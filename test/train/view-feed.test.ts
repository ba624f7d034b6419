import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Activations, bothActivations, type PictureView } from '../../src/train/batches/activations.ts';
import { viewFeed } from '../../src/train/batches/view-feed.ts';

/** Activations that say which view of which picture they are. */
function relationBatches(count: number, asked: PictureView[] = [], offset = 0): Activations {
  return {
    labels: Int32Array.from({ length: count }, (_, i) => i % 3),
    shape: [2],
    read: async (views) => {
      asked.push(...views);
      return Float32Array.from(views.flatMap(({ picture, view }) => [picture + offset, view]));
    },
  };
}

describe('a feed of views', () => {
  const options = { views: 4, batch: 5, seed: 1 };

  test('an epoch has every picture once, epochs have its views in turn, and all epochs together all views alike', async () => {
    const asked: PictureView[] = [];
    const feed = viewFeed(relationBatches(10, asked), options);
    for (let step = 0; step < 8; step++) await feed.batch(step);
    for (let epoch = 0; epoch < 4; epoch++) {
      const pictures = asked.slice(10 * epoch, 10 * epoch + 10).map(({ picture }) => picture);
      expect(pictures.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    const pairs = new Set(asked.map(({ picture, view }) => `${picture}/${view}`));
    expect(pairs.size).toBe(40);
  });

  test('pictures begin with different views, so that an epoch has all of them, and each picture goes on to its next one', async () => {
    const asked: PictureView[] = [];
    const feed = viewFeed(relationBatches(40, asked), options);
    for (let step = 0; step < 24; step++) await feed.batch(step);
    const epochs = [0, 1, 2].map((epoch) => {
      const views = asked.slice(40 * epoch, 40 * epoch + 40).map(({ picture, view }) => [picture, view] as const);
      expect(new Set(views.map(([, view]) => view))).toEqual(new Set([0, 1, 2, 3]));
      return new Map(views);
    });
    for (const [picture, view] of epochs[0]) {
      expect([1, 2].map((epoch) => epochs[epoch].get(picture))).toEqual([(view + 1) % 4, (view + 2) % 4]);
    }
  });

  test('labels go with their pictures', async () => {
    const { images, labels } = await viewFeed(relationBatches(10), options).batch(3);
    expect(Array.from(labels.data, Number)).toEqual(
      Array.from({ length: 5 }, (_, i) => Number(images.data[2 * i]) % 3),
    );
  });

  test('a miner that draws is given numbers in [0, 1), others at every step', async () => {
    const feed = viewFeed(relationBatches(10), { ...options, drawsAmong: 5 });
    const [first, second] = [await feed.batch(0), await feed.batch(1)];
    expect(feed.types.drawn).toEqual({ type: 'float32', shape: [5, 5] });
    expect(first.drawn.data).not.toEqual(second.drawn.data);
    for (const value of first.drawn.data) expect(Number(value) >= 0 && Number(value) < 1).toBe(true);
  });

  test('the same step gives the same batch, whatever was asked before', async () => {
    const steps = fc.array(fc.nat(20), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(steps, async (order) => {
        const feed = viewFeed(relationBatches(7), { ...options, views: null });
        for (const step of order) {
          expect(await feed.batch(step)).toEqual(
            await viewFeed(relationBatches(7), { ...options, views: null }).batch(step),
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  test('views without end are another one each epoch, and never the plain one', async () => {
    const asked: PictureView[] = [];
    const feed = viewFeed(relationBatches(5, asked), { ...options, views: null });
    for (let step = 0; step < 3; step++) await feed.batch(step);
    expect(asked.map(({ view }) => view)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
  });
});

describe('a feed that is told', () => {
  /** Same: numbers that agree modulo 4; different: all others but those that differ by 1. */
  const relations = (pictures: readonly number[]) => {
    const table = (holds: (a: number, b: number) => boolean) =>
      Float32Array.from(pictures.flatMap((a, i) => pictures.map((b, j) => Number(i !== j && holds(a, b)))));
    const positive = table((a, b) => a % 4 === b % 4);
    return { positive, negative: table((a, b) => a % 4 !== b % 4 && Math.abs(a - b) !== 1), mostPositives: 3 };
  };
  const sampler = (step: number) => Array.from({ length: 6 }, (_, i) => (step + i) % 10);

  test.each([6, 3, 2])('draws as it is told and says what each is to those computed with it: %d', async (atOnce) => {
    const feed = viewFeed(relationBatches(10), {
      views: 4,
      batch: 6,
      seed: 1,
      relationBatches: { sampler, relations, atOnce },
    });
    const { images, positive, negative, labels } = await feed.batch(2);
    expect(labels).toBeUndefined();
    expect(Array.from({ length: 6 }, (_, i) => images.data[2 * i])).toEqual(sampler(2));
    const whole = relations(sampler(2));
    for (const [given, expected] of [
      [positive, whole.positive],
      [negative, whole.negative],
    ] as const) {
      expect(given.shape).toEqual([6, atOnce]);
      for (let i = 0; i < 6; i++) {
        const start = Math.floor(i / atOnce) * atOnce;
        const row = Array.from(expected.subarray(6 * i + start, 6 * i + start + atOnce));
        expect(Array.from(given.data, Number).slice(i * atOnce, (i + 1) * atOnce)).toEqual(row);
      }
    }
    expect(Object.keys(feed.types).sort()).toEqual(['images', 'negative', 'positive']);
  });
});

test('both activations are read as one', async () => {
  const both = bothActivations(relationBatches(3), relationBatches(2, [], 100));
  expect(Array.from(both.labels)).toEqual([0, 1, 2, 0, 1]);
  const views = [4, 0, 3, 2].map((picture) => ({ picture, view: picture + 1 }));
  expect(Array.from(await both.read(views))).toEqual([101, 5, 0, 1, 100, 4, 2, 3]);
});
