import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { regularisers } from '../../src/losses/regularisers/catalogue.ts';
import { embeddingNorm } from '../../src/losses/regularisers/embedding-norm.ts';
import type { Regulariser } from '../../src/losses/regularisers/regulariser.ts';
import { sparseCentres } from '../../src/losses/regularisers/sparse-centres.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import golden from '../golden/regularisers.json' with { type: 'json' };
import { directionalError } from '../graph/directional.ts';
import { runGraph } from '../graph/run-graph.ts';

/** What it needs has one of these shapes. */
const shapes = { embeddings: [6, 5], centres: [2, 3, 5] };

/** The value and the gradient of what a regulariser needs. */
async function regularised({ needs, value }: Regulariser, numbers: ArrayLike<number>) {
  const g = new Graph();
  const given = g.input('x', 'float32', shapes[needs]);
  const result = value({ embeddings: given, centres: given });
  const [gradient] = differentiate(result, [given]);
  const results = await runGraph(
    { value: result, gradient },
    { x: floatTensor(Float32Array.from(numbers), shapes[needs]) },
  );
  return { value: floats(results.value)[0], gradient: [...floats(results.gradient)] };
}

describe.each(Object.entries(regularisers))('the regulariser %s', (_, regulariser) => {
  const draw = random(0, 'numbers');
  it.each([
    ['any numbers', Array.from({ length: 30 }, () => draw.normal())],
    ['zeros', Array.from({ length: 30 }, () => 0)],
    ['equal rows', Array.from({ length: 30 }, (_, i) => 1 + (i % 5))],
    ['large numbers', Array.from({ length: 30 }, () => 1e4 * draw.normal())],
  ])('is finite and not negative, with a finite gradient, for %s', async (_, numbers) => {
    const { value, gradient } = await regularised(regulariser(), numbers);
    expect(value).toBeGreaterThanOrEqual(0);
    expect([value, ...gradient].every(Number.isFinite)).toBe(true);
  });

  it.each([1, 2, 3])('has the gradient that directional differences show, case %i', async (seed) => {
    const { needs, value } = regulariser();
    const inputs = [{ shape: shapes[needs], domain: 'any' as const }];
    const error = await directionalError({ inputs, call: ([x]) => value({ embeddings: x, centres: x }) }, seed);
    expect(error).toBeLessThan(1e-6);
  });
});

const factories: Record<string, (options: never) => Regulariser> = regularisers;

describe("regularisers are pytorch-metric-learning's, value and gradient", () => {
  it.each(golden.cases)('$regulariser $options', async ({ regulariser, options, numbers, value, gradient }) => {
    const given = await regularised(factories[regulariser](options as never), numbers);
    expect(given.value).toBeCloseTo(value, 5);
    given.gradient.forEach((number, i) => {
      expect(number).toBeCloseTo(gradient[i], 5);
    });
  });
});

describe('sparseCentres', () => {
  it('is 0 where a class has one centre', async () => {
    const centres = new Graph().input('x', 'float32', [2, 1, 3]);
    const value = sparseCentres().value({ embeddings: centres, centres });
    const results = await runGraph({ value }, { x: floatTensor(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 1, 3]) });
    expect(floats(results.value)[0]).toBe(0);
  });

  it('says that it was given no centres', () => {
    const embeddings = new Graph().input('x', 'float32', [6, 5]);
    expect(() => sparseCentres().value({ embeddings })).toThrow('no centres');
  });
});

it('embeddingNorm with power 2 is the mean squared length', async () => {
  const numbers = Array.from({ length: 30 }, (_, i) => i - 12);
  const { value } = await regularised(embeddingNorm({ power: 2 }), numbers);
  expect(value).toBeCloseTo(numbers.reduce((sum, x) => sum + x * x, 0) / 6, 2);
});
