import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { matrix, normaliseRows, takeRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { labelled } from '../../src/fit/labelled.ts';
import { classMeans } from '../../src/gallery/class-means.ts';
import { trusted } from '../../src/label-noise/trusted.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import type { LabelledEmbeddings } from '../../src/spaces/projection-fit.ts';
import { clouds, even, rowsOf } from '../gallery/clouds.ts';

const tools = { product: typedProduct, seed: 0 };
const indicesOf = (learned: LabelledEmbeddings) => Array.from(learned.labels.keys());

/** The same pictures, a share of whose labels became another one, and which. */
function withNoise(learned: LabelledEmbeddings, share: number, seed = 0) {
  const drawn = random(seed, 'wrong labels');
  const wrong = drawn.shuffle(indicesOf(learned)).slice(0, Math.round(share * learned.labels.length));
  const labels = learned.labels.slice();
  for (const i of wrong)
    labels[i] = (labels[i] + 1 + drawn.integer(learned.classes.length - 1)) % learned.classes.length;
  return { noisy: { ...learned, labels }, wrong: new Set(wrong) };
}

/** The class whose mean is least like that of class `c`. */
function leastLike(learned: LabelledEmbeddings, c: number): number {
  const likeness = likenessTo(learned, c);
  return likeness.indexOf(Math.min(...likeness));
}

/** The other class whose mean is most like that of class `c`. */
function mostLike(learned: LabelledEmbeddings, c: number): number {
  const likeness = likenessTo(learned, c).map((value, other) => (other === c ? -1 : value));
  return likeness.indexOf(Math.max(...likeness));
}

function likenessTo({ embeddings, labels, classes }: LabelledEmbeddings, c: number): number[] {
  const means = rowsOf(normaliseRows(classMeans(embeddings, labels, classes.length)));
  return means.map((mean) => mean.reduce((sum, value, j) => sum + value * means[c][j], 0));
}

describe('labels that are right', () => {
  const seeds = fc.integer({ min: 0, max: 1e6 });

  it('of classes well apart are all trusted', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        fc.integer({ min: 2, max: 22 }),
        fc.integer({ min: 1, max: 12 }),
        async (seed, of, each) => {
          const learned = labelled(clouds(even(of, each), { seed, spread: 0.2 }));
          const { weights, suspects, noise } = await trusted(learned, tools);
          expect(suspects).toEqual([]);
          expect(noise).toBe(0);
          expect(weights).toEqual(new Float32Array(of * each).fill(1));
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each([[{ a: 1 }], [{ a: 9 }], [{ a: 1, b: 1 }], [{ a: 40, b: 1, c: 1 }]])(
    'are trusted in classes without other pictures: %o',
    async (counts: Record<string, number>) => {
      const learned = labelled(clouds(counts));
      expect(await trusted(learned, tools)).toMatchObject({
        weights: new Float32Array(learned.labels.length).fill(1),
        noise: 0,
        suspects: [],
      });
    },
  );

  it('of equal embeddings are trusted', async () => {
    const learned = labelled(clouds({ a: 8, b: 8, c: 8 }));
    const alike = { ...learned, embeddings: takeRows(learned.embeddings, new Array(24).fill(0)) };
    const { weights } = await trusted(alike, tools);
    expect(weights.every((weight) => weight === 1)).toBe(true);
  });

  it('nothing at all is trusted too', async () => {
    const nothing = { embeddings: matrix(0, 4), labels: new Int32Array(0), classes: ['a', 'b'] };
    expect((await trusted(nothing, tools)).weights.length).toBe(0);
  });

  it('of classes that overlap are hardly ever suspected', async () => {
    const suspected = await Promise.all(
      [0, 1, 2, 3].map(async (seed) => {
        const learned = labelled(clouds(even(10, 60), { seed, spread: 1.6, dimensions: 32 }));
        const { suspects, scores } = await trusted(learned, tools);
        expect(scores.filter(({ score }) => score !== null && score > 0).length).toBeGreaterThan(10);
        return suspects.length;
      }),
    );
    expect(suspected.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4);
  });
});

describe('labels that are wrong', () => {
  const learned = labelled(clouds(even(20, 15), { dimensions: 64 }));

  test.each([0.1, 0.2, 0.4])('are found where %s of all are', async (share) => {
    const { noisy, wrong } = withNoise(learned, share);
    const { suspects, weights, noise } = await trusted(noisy, tools);
    const found = suspects.filter(({ index }) => wrong.has(index));
    expect(found.length).toBeGreaterThan(0.9 * wrong.size);
    expect(found.length).toBeGreaterThan(0.9 * suspects.length);
    expect(Math.abs(noise - share)).toBeLessThan(0.05);
    for (const { index, label, suggested, confidence } of found) {
      expect(label).toBe(learned.classes[noisy.labels[index]]);
      expect(suggested).toBe(learned.classes[learned.labels[index]]);
      expect(weights[index]).toBeCloseTo(1 - confidence, 6);
    }
  });

  it('come with evidence, the most probable first', async () => {
    const { noisy } = withNoise(learned, 0.2);
    const { suspects } = await trusted(noisy, tools);
    expect(suspects.map(({ confidence }) => confidence)).toEqual(
      suspects.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
    );
    for (const { index, label, suggested, confidence, evidence } of suspects) {
      expect(confidence).toBeGreaterThan(0.5);
      expect(evidence.neighbours).not.toContain(index);
      expect(new Set(evidence.neighbours).size).toBe(10);
      expect(evidence.agreement).toBeGreaterThanOrEqual(0);
      expect(evidence.agreement).toBeLessThan(0.5);
      const [given, best] = evidence.probabilities;
      expect([given.label, best.label]).toEqual([label, suggested]);
      expect(best.probability).toBeGreaterThan(given.probability);
      expect(evidence.probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    }
  });

  it('are the same in any order of the pictures', async () => {
    const { noisy } = withNoise(learned, 0.3);
    const order = random(1, 'order').shuffle(indicesOf(noisy));
    const shuffled = {
      ...noisy,
      embeddings: takeRows(noisy.embeddings, order),
      labels: Int32Array.from(order, (i) => noisy.labels[i]),
    };
    const [straight, other] = [await trusted(noisy, tools), await trusted(shuffled, tools)];
    order.forEach((from, to) => {
      expect(other.weights[to]).toBeCloseTo(straight.weights[from], 4);
    });
    const found = other.suspects.map(({ index }) => order[index]).sort((a, b) => a - b);
    expect(found).toEqual(straight.suspects.map(({ index }) => index).sort((a, b) => a - b));
  });

  it('the same seed gives the same', async () => {
    const { noisy } = withNoise(learned, 0.3);
    expect(await trusted(noisy, tools)).toEqual(await trusted(noisy, tools));
  });

  it('a single one is found among right ones', async () => {
    for (const index of [0, 100, 299]) {
      const labels = learned.labels.slice();
      labels[index] = leastLike(learned, learned.labels[index]);
      const { suspects } = await trusted({ ...learned, labels }, tools);
      expect(suspects.map((suspect) => suspect.index)).toEqual([index]);
    }
  });

  it('a label shared with copies of the picture is not confirmed by them', async () => {
    const order = [...indicesOf(learned), 0, 0, 0];
    const labels = Int32Array.from(order, (i) => (i === 0 ? leastLike(learned, 0) : learned.labels[i]));
    const { suspects } = await trusted({ ...learned, embeddings: takeRows(learned.embeddings, order), labels }, tools);
    const copies = [0, 300, 301, 302];
    expect(suspects.map(({ index }) => index).sort((a, b) => a - b)).toEqual(copies);
    for (const { suggested, evidence } of suspects) {
      expect(suggested).toBe(learned.classes[0]);
      expect(evidence.neighbours.some((neighbour) => copies.includes(neighbour))).toBe(false);
    }
  });

  it.each([2, 20])('are ranked before right ones where %i of 600 have the label of a similar class', async (count) => {
    const many = labelled(clouds(even(20, 30), { dimensions: 64, spread: 0.5 }));
    const planted = random(7, 'like').shuffle(indicesOf(many)).slice(0, count);
    const labels = many.labels.slice();
    for (const i of planted) labels[i] = mostLike(many, many.labels[i]);
    const { scores, suspects, weights } = await trusted({ ...many, labels }, tools);
    const ranked = indicesOf(many).sort((a, b) => (scores[b].score ?? -2) - (scores[a].score ?? -2));
    expect(new Set(ranked.slice(0, count))).toEqual(new Set(planted));
    expect(suspects.length).toBeGreaterThan(0.8 * count);
    for (const { index } of suspects) {
      expect(planted).toContain(index);
      expect(scores[index].suggested).toBe(many.classes[many.labels[index]]);
      expect(weights[index]).toBeCloseTo(1 - scores[index].confidence, 6);
    }
  });

  it('stops when aborted', async () => {
    const { noisy } = withNoise(learned, 0.3);
    await expect(trusted(noisy, { ...tools, signal: AbortSignal.abort() })).rejects.toThrow('interrupted');
  });
});
