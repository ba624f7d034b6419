import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Matrix, matrix, takeRows } from '../../src/base/matrix.ts';
import { type EmbeddingReport, embeddingReport } from '../../src/evaluate/embedding-report.ts';
import { type Product, typedProduct } from '../../src/linalg/product.ts';
import { adjustedMutualInformation } from '../../src/metrics/adjusted-mutual-information.ts';
import { contingency } from '../../src/metrics/contingency.ts';
import { labelledVectors } from './embedding/labelled-vectors.ts';

const golden: {
  readonly dimensions: number;
  readonly labels: number[];
  readonly vectors: string;
  readonly found: Record<string, number>;
  readonly verified: Record<string, number>;
  readonly grouped: { readonly groups: number[]; readonly ami: number };
} = JSON.parse(readFileSync(new URL('../golden/embedding-report.json', import.meta.url), 'utf8'));

function goldenVectors(): Matrix {
  const bytes = Uint8Array.from(Buffer.from(golden.vectors, 'base64'));
  return matrix(golden.labels.length, golden.dimensions, new Float32Array(bytes.buffer));
}

const judge = (vectors: Matrix, labels: ArrayLike<string | number>, resamples = 40): Promise<EmbeddingReport> =>
  embeddingReport(vectors, labels, { product: typedProduct, resamples });

describe('pytorch-metric-learning and scikit-learn give the same', () => {
  test('of finding, with classes of one picture', async () => {
    const { figures, queries, singletons } = await judge(goldenVectors(), golden.labels);
    expect(singletons).toBe(3);
    expect(queries).toBe(golden.labels.length - 3);
    for (const name of ['recallAt1', 'recallAt2', 'recallAt4', 'recallAt8', 'mapAtR', 'rPrecision'] as const) {
      expect(figures[name].value, name).toBeCloseTo(golden.found[name], 12);
    }
  });

  test('of verification, as near as the levels allow', async () => {
    const { figures, verification } = await judge(goldenVectors(), golden.labels);
    const { samePairs, differentPairs, aurocRounding } = verification;
    expect({ samePairs, differentPairs }).toEqual({
      samePairs: golden.verified.samePairs,
      differentPairs: golden.verified.differentPairs,
    });
    const away = Math.abs(figures.verificationAuroc.value - golden.verified.verificationAuroc);
    expect(away).toBeLessThanOrEqual(aurocRounding);
    expect(aurocRounding).toBeLessThan(1e-4);
    for (const name of ['equalErrorRate', 'trueAcceptAt1In100', 'trueAcceptAt1In1000'] as const) {
      expect(figures[name].value, name).toBeCloseTo(golden.verified[name], 3);
    }
  });

  test('of groups that scikit-learn found; our own are as good', async () => {
    const table = contingency(Int32Array.from(golden.labels), Int32Array.from(golden.grouped.groups));
    expect(adjustedMutualInformation(table)).toBeCloseTo(golden.grouped.ami, 10);
    const { figures } = await judge(goldenVectors(), golden.labels);
    expect(Math.abs(figures.ami.value - golden.grouped.ami)).toBeLessThan(0.06);
  });
});

describe('the report', () => {
  const sizes = [9, 8, 7, 6, 5, 5, 4, 3, 2, 1];

  test('does not depend on the order of pictures or on the names of classes, but for the groups', async () => {
    const { vectors, labels } = labelledVectors(sizes);
    const order = [...labels.keys()].sort((a, b) => ((a * 7) % 50) - ((b * 7) % 50));
    const first = await judge(vectors, labels);
    const second = await judge(
      takeRows(vectors, order),
      order.map((i) => `class ${labels[i]}`),
    );
    for (const name of ['recallAt1', 'mapAtR', 'rPrecision', 'verificationAuroc', 'equalErrorRate'] as const) {
      expect(second.figures[name].value, name).toBeCloseTo(first.figures[name].value, 10);
    }
  });

  test('has every value within its interval, and the same with the same seed', async () => {
    const { vectors, labels } = labelledVectors(sizes);
    const report = await judge(vectors, labels);
    for (const [name, { value, interval }] of Object.entries(report.figures)) {
      expect(value, name).toBeGreaterThanOrEqual(interval[0]);
      expect(value, name).toBeLessThanOrEqual(interval[1]);
    }
    expect(await judge(vectors, labels)).toEqual(report);
  });

  test('is best on classes far apart, and does not claim certainty', async () => {
    const { vectors, labels } = labelledVectors([6, 5, 4, 4, 3], { noise: 0.01 });
    const { figures } = await judge(vectors, labels);
    for (const name of ['recallAt1', 'recallAt8', 'mapAtR', 'rPrecision', 'verificationAuroc', 'ami'] as const) {
      expect(figures[name].value, name).toBeCloseTo(1, 10);
      expect(figures[name].interval[0], name).toBeLessThan(0.7);
      expect(figures[name].interval[1], name).toBeLessThanOrEqual(1);
    }
    expect(figures.equalErrorRate.value).toBe(0);
    expect(figures.equalErrorRate.interval[1]).toBeGreaterThan(0.3);
  });

  test('earns nothing where all vectors are equal', async () => {
    const vectors = matrix(6, 2, Float32Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0));
    const { figures } = await judge(vectors, [0, 0, 0, 1, 1, 1]);
    expect(figures.recallAt1.value).toBe(0);
    expect(figures.mapAtR.value).toBe(0);
    expect(figures.verificationAuroc.value).toBe(0.5);
    expect(figures.equalErrorRate.value).toBe(0.5);
    expect(Number.isFinite(figures.ami.value)).toBe(true);
  });
});

describe('refuses', () => {
  const { vectors, labels } = labelledVectors([3, 3]);

  test.each([
    ['one class', matrix(2, 1, Float32Array.of(1, 1)), [0, 0], 'too-few'],
    ['classes of one picture', matrix(2, 1, Float32Array.of(1, 1)), [0, 1], 'too-few'],
    ['no picture', matrix(0, 4), [], 'too-few'],
    ['rows of another length', matrix(2, 1, Float32Array.of(1, 2)), [0, 0], 'bad-data'],
    ['rows that are no numbers', matrix(2, 1, Float32Array.of(1, Number.NaN)), [0, 0], 'bad-data'],
    ['too few labels', vectors, labels.slice(1), 'bad-data'],
  ])('%s', async (_, given, names, code) => {
    await expect(judge(given, names)).rejects.toMatchObject({ code });
  });

  test.each(['comparing', 'grouping', 'resampling classes'])('to go on when stopped while %s', async (stage) => {
    const controller = new AbortController();
    const progress = (event: { stage: string }) => {
      if (event.stage === stage) controller.abort();
    };
    const options = { product: typedProduct, progress, signal: controller.signal };
    await expect(embeddingReport(vectors, labels, options)).rejects.toMatchObject({ code: 'interrupted' });
  });
});

test('never asks for more than a block of cosines at once', async () => {
  const { vectors, labels } = labelledVectors(new Array<number>(620).fill(4), { dimensions: 4 });
  let largest = 0;
  const product: Product = (a, b) => {
    largest = Math.max(largest, a.rows * b.rows);
    return typedProduct(a, b);
  };
  await embeddingReport(vectors, labels, { product, resamples: 2 });
  expect(largest).toBeLessThanOrEqual(2 ** 24);
  expect(largest).toBeLessThan(2480 * 2480);
});
