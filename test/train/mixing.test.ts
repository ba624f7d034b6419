import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import type { Value } from '../../src/graph/value.ts';
import { crossEntropy } from '../../src/losses/cross-entropy.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { drawnMixing, mixedBatch, mixingTypes } from '../../src/train/batches/mixing.ts';
import { beta } from '../../src/train/mixtures/beta.ts';
import { mixtures } from '../../src/train/mixtures/catalogue.ts';

const [batch, channels, heightPx, widthPx] = [5, 2, 6, 7];
const area = heightPx * widthPx;
const images = Float32Array.from({ length: batch * channels * area }, (_, i) => Math.sin(i));
const labels = [0, 1, 2, 1, 0];

/** The mixed batch as the graph computes it. */
async function mixed(drawn: ReturnType<typeof drawnMixing>) {
  const g = new Graph();
  const inputs = Object.entries(mixingTypes(batch)).map(([name, { type, shape }]): [string, Value] => [
    name,
    g.input(name, type, shape),
  ]);
  const { images: after, otherLabels } = mixedBatch({
    images: g.input('images', 'float32', [batch, channels, heightPx, widthPx]),
    labels: g.input('labels', 'int64', [batch]),
    ...Object.fromEntries(inputs),
  });
  const session = await nodeRuntime.load(toOnnx({ after, otherLabels }), { threads: 1 });
  const feeds = { images: floatTensor(images, [batch, channels, heightPx, widthPx]), labels: indexTensor(labels) };
  const { shares, ...used } = drawn;
  const results = await session.run({ ...used, shares, ...feeds });
  await session.dispose();
  return { images: floats(results.after), otherLabels: Array.from(results.otherLabels.data, Number) };
}

/** Pixel by pixel: the other picture in the box, both outside. */
function naive(drawn: ReturnType<typeof drawnMixing>): number[] {
  const partners = Array.from(drawn.partners.data, Number);
  const [opacities, boxes] = [floats(drawn.opacities), floats(drawn.boxes)];
  return [...images].map((own, at) => {
    const [b, y, x] = [Math.floor(at / (channels * area)), Math.floor((at % area) / widthPx), at % widthPx];
    const other = images[at + (partners[b] - b) * channels * area];
    const [top, left, bottom, right] = boxes.slice(b * 4, b * 4 + 4);
    const isInside = y >= top && y < bottom && x >= left && x < right;
    return isInside ? other : opacities[b] * own + (1 - opacities[b]) * other;
  });
}

describe.each(Object.entries(mixtures))('%s', (_, mixture) => {
  it('draws shares within 0..1 that equal the visible part, the same for a seed', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.05, max: 3, noNaN: true }), (seed, alpha) => {
        const blend = mixture({ alpha, heightPx, widthPx })(random(seed, 'blend'));
        const [top, left, bottom, right] = blend.box;
        expect(blend.box.every((edge) => Number.isInteger(edge) && edge >= 0)).toBe(true);
        expect(bottom <= heightPx && right <= widthPx && top <= bottom && left <= right).toBe(true);
        const seen = blend.opacity * (1 - ((bottom - top) * (right - left)) / area);
        expect(blend.share).toBeCloseTo(seen, 10);
        expect(blend.share).toBeGreaterThanOrEqual(0);
        expect(blend.share).toBeLessThanOrEqual(1);
        expect(mixture({ alpha, heightPx, widthPx })(random(seed, 'blend'))).toEqual(blend);
      }),
    );
  });

  it('mixes in the graph, pixel by pixel, what was drawn', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const drawn = drawnMixing([mixture({ alpha: 1, heightPx, widthPx })], { batch, random: random(seed, 'mix') });
      const { images: ours, otherLabels } = await mixed(drawn);
      naive(drawn).forEach((value, i) => {
        expect(ours[i]).toBeCloseTo(value, 5);
      });
      const partners = Array.from(drawn.partners.data, Number);
      expect(otherLabels).toEqual(partners.map((partner) => labels[partner]));
    }
  });
});

describe('drawnMixing', () => {
  it('leaves pictures unchanged, to the bit, except in a portion', async () => {
    const none = drawnMixing([mixtures.mixup({ heightPx, widthPx })], { batch, random: random(0, 'mix'), portion: 0 });
    expect([...floats(none.shares)]).toEqual([1, 1, 1, 1, 1]);
    expect((await mixed(none)).images).toEqual(images);
    const cut = mixtures.cutmix({ heightPx, widthPx });
    const some = drawnMixing([cut], { batch: 2000, random: random(0, 'mix'), portion: 0.3 });
    const touched = floats(some.shares).filter((share) => share < 1).length / 2000;
    expect(touched).toBeGreaterThan(0.2);
    expect(touched).toBeLessThan(0.31);
  });

  it('gives every picture one other', () => {
    const { partners } = drawnMixing([], { batch: 50, random: random(0, 'mix') });
    expect(new Set(Array.from(partners.data, Number)).size).toBe(50);
  });
});

describe('beta', () => {
  it.each([0.1, 0.4, 1, 2.5])('has for alpha %d the mean and variance of Beta(alpha, alpha)', (alpha) => {
    const draws = random(1, 'beta');
    const values = Array.from({ length: 20_000 }, () => beta(draws, alpha));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 1.7);
    expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeCloseTo(1, 1);
  });
});

describe('crossEntropy of mixed pictures', () => {
  const logits = Float32Array.from({ length: 15 }, (_, i) => 3 * Math.sin(i * i));

  async function loss(
    shares: readonly number[] | null,
    own: readonly number[],
    classWeights: Float32Array | null = null,
  ) {
    const g = new Graph();
    const value = crossEntropy({ labelSmoothing: 0.1, classWeights }).value({
      logits: g.constant(logits, { shape: [5, 3] }),
      labels: g.constant(own, { type: 'int64' }),
      ...(shares
        ? { mixed: { labels: g.constant([2, 2, 0, 0, 1], { type: 'int64' }), shares: g.constant(shares) } }
        : {}),
    });
    const session = await nodeRuntime.load(toOnnx({ value }), { threads: 1 });
    const results = await session.run({});
    await session.dispose();
    return floats(results.value)[0];
  }

  it('is that of each class, by its share', async () => {
    const [own, other] = [await loss(null, labels), await loss(null, [2, 2, 0, 0, 1])];
    const share = 0.3;
    expect(await loss(Array(5).fill(share), labels)).toBeCloseTo(share * own + (1 - share) * other, 5);
    expect(await loss(Array(5).fill(1), labels)).toBeCloseTo(own, 6);
    const weights = Float32Array.of(1, 2, 5);
    expect(await loss(Array(5).fill(0), labels, weights)).toBeCloseTo(await loss(null, [2, 2, 0, 0, 1], weights), 6);
  });
});
