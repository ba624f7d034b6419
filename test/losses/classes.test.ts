// @module-tag slow
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import type { ClassLoss } from '../../src/losses/loss.ts';
import { arcFace } from '../../src/losses/proxy/arc-face.ts';
import { classLosses } from '../../src/losses/proxy/catalogue.ts';
import { centre } from '../../src/losses/proxy/centre.ts';
import { cosFace } from '../../src/losses/proxy/cos-face.ts';
import { largeMarginSoftmax } from '../../src/losses/proxy/large-margin-softmax.ts';
import { logOnePlusSum } from '../../src/losses/proxy/log-one-plus-sum.ts';
import { normalisedSoftmax } from '../../src/losses/proxy/normalised-softmax.ts';
import { prototypical } from '../../src/losses/proxy/prototypical.ts';
import { proxyAnchor } from '../../src/losses/proxy/proxy-anchor.ts';
import { softTriple } from '../../src/losses/proxy/soft-triple.ts';
import { widerAngle } from '../../src/losses/proxy/wider-angle.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { initialNumbers, type Parameter } from '../../src/steps/parameter.ts';
import golden from '../golden/class-losses.json' with { type: 'json' };
import { runGraph } from '../graph/run-graph.ts';
import { degenerateBatches, permuted, someBatch } from './batches.ts';
import { cosineDefinition, type Definition, euclideanDefinition } from './class-definitions.ts';
import { everyOf, expectClose } from './laws.ts';
import { type Batch, classSubject, computed, type LossResult, type WeightNumbers } from './subject.ts';

const seeds = [1, 2, 3, 4];

describe.each(Object.entries(classLosses))('the class loss %s', (_, loss) => {
  it('is finite, with finite gradients, where embeddings lie exactly along proxies, against them, and at right angles', async () => {
    const { parameters } = classSubject(loss());
    const axes = (sign: number) => Array.from({ length: 5 }, (_, d) => unitRow(d, sign));
    const labels = [0, 1, 2, 3, 0];
    for (const embeddings of [axes(1), axes(-1)]) {
      expectFinite(await computed(classSubject(loss()), { embeddings, labels }, alongAxes(parameters)));
    }
  });

  it('is finite, with finite gradients, where its own weights are zeros or all the same', async () => {
    const { parameters } = classSubject(loss());
    for (const fill of [0, 1]) {
      const weights = ofAll(parameters, (count) => new Float32Array(count).fill(fill));
      expectFinite(await computed(classSubject(loss()), someBatch(1), weights));
    }
  });

  it('takes a single class', async () => {
    const batch = { ...someBatch(1), labels: someBatch(1).labels.map(() => 0) };
    expectFinite(await computed(classSubject(loss(), { classes: 1 }), batch));
  });

  it('begins with weights of its own random stream, the same for the same seed', () => {
    const begun = (seed: number) => loss().parameters({ classes: 3, dimensions: 2, random: random(seed, 'weights') });
    expect(begun(1).map(initialNumbers)).toEqual(begun(1).map(initialNumbers));
    for (const each of begun(1)) expect(initialNumbers(each).length).toBe(each.shape.reduce((a, b) => a * b, 1));
  });
});

/** What the options of a golden case make. */
const factories: Readonly<Record<string, (options: object) => ClassLoss>> = classLosses;

describe('golden class losses', () => {
  it.each(golden.cases)('$loss $options has the value and gradients of PyTorch', async (expected) => {
    const subject = classSubject(factories[expected.loss](expected.options), golden);
    const batch = { embeddings: rowsOf(expected.embeddings, golden.dimensions), labels: golden.labels };
    const weights: WeightNumbers = expected.weights;
    const given = await computed(subject, batch, weights);
    expectClose([given.value], [expected.value], 1e-5);
    expectClose(given.gradient, expected.gradient, 2e-4);
    for (const [name, gradient] of Object.entries<number[]>(expected.weightGradients)) {
      expectClose(given.weightGradients[name], gradient, 2e-4);
    }
  });
});

describe('options of class losses', () => {
  const plain = () => normalisedSoftmax({ temperature: 1 / 16 });

  it.each([
    ['cosFace', cosFace({ margin: 0, scale: 16 })],
    ['arcFace', arcFace({ marginDegrees: 0, scale: 16 })],
  ])('%s without margin is normalised softmax', async (_, loss) => {
    for (const seed of seeds) {
      const [ours, theirs] = await both(loss, plain(), someBatch(seed));
      expectClose([ours.value], [theirs.value]);
      expectClose(ours.gradient, theirs.gradient, 1e-4);
    }
  });

  it('large-margin softmax of margin 1 is the softmax of products', async () => {
    const products = centre({ nearness: 0 });
    for (const seed of seeds) {
      const [ours, theirs] = await both(largeMarginSoftmax({ margin: 1 }), products, someBatch(seed));
      expectClose([ours.value], [theirs.value]);
      expectClose(ours.gradient, theirs.gradient, 1e-4);
    }
  });

  it.each([
    ['cosFace', (margin: number) => cosFace({ margin })],
    ['arcFace', (margin: number) => arcFace({ marginDegrees: 60 * margin })],
    ['proxyAnchor', (margin: number) => proxyAnchor({ margin })],
    ['softTriple', (margin: number) => softTriple({ margin })],
  ])('%s costs more with a larger margin', async (_, loss) => {
    for (const seed of seeds) {
      const [small, large] = await both(loss(0.1), loss(0.3), someBatch(seed));
      expect(large.value).toBeGreaterThan(small.value);
    }
  });

  it('label smoothing keeps an embedding from being certain', async () => {
    const smoothed = normalisedSoftmax({ labelSmoothing: 0.1 });
    const along = { embeddings: [unitRow(0, 1)], labels: [0] };
    const weights = alongAxes(classSubject(smoothed).parameters);
    const [hard, soft] = [
      await computed(classSubject(normalisedSoftmax()), along, weights),
      await computed(classSubject(smoothed), along, weights),
    ];
    expect(soft.value).toBeGreaterThan(hard.value + 0.5);
  });
});

describe('prototypical', () => {
  it.each([1, 2, null])('with %s shots is what its definition says, by cosines and by distances', async (shots) => {
    await expectDefined(prototypical({ shots }), cosineDefinition(shots));
    await expectDefined(prototypical({ shots, cosineScale: null }), euclideanDefinition(shots));
  });

  it('with shots is the same for every order that keeps each class in its own', async () => {
    const { embeddings } = someBatch(3);
    const batch = { embeddings, labels: [0, 0, 0, 1, 1, 1, 2, 2] };
    const subject = classSubject(prototypical({ shots: 1 }));
    const moved = permuted(batch, [3, 6, 0, 4, 1, 5, 7, 2]);
    expectClose([(await computed(subject, moved)).value], [(await computed(subject, batch)).value]);
  });

  it.each([1, null])('with %s shots asks neither what classes are called nor how many there are', async (shots) => {
    const { embeddings } = someBatch(4);
    const few = { embeddings, labels: [0, 0, 1, 1, 2, 2, 3, 3] };
    const many = { embeddings, labels: [907, 907, 5, 5, 0, 0, 44, 44] };
    const first = await computed(classSubject(prototypical({ shots }), { classes: 4 }), few);
    const second = await computed(classSubject(prototypical({ shots }), { classes: 1000 }), many);
    expectClose([second.value, ...second.gradient], [first.value, ...first.gradient]);
  });

  it.each([
    ['where no class has two samples', null, [0, 1, 2, 3, 4, 5, 6, 7]],
    ['where all support and none asks', 2, [0, 0, 1, 1, 2, 2, 3, 3]],
  ])('costs nothing %s, and pulls nothing', async (_, shots, labels) => {
    const { value, gradient } = await computed(classSubject(prototypical({ shots }), { classes: 8 }), {
      ...someBatch(1),
      labels,
    });
    expect(value).toBe(0);
    expect(Math.max(...gradient.map(Math.abs))).toBe(0);
  });

  it.each([1, 2])('with %i shots is finite, with a finite gradient, whatever the batch', async (shots) => {
    for (const cosineScale of [10, null]) {
      const subject = classSubject(prototypical({ shots, cosineScale }));
      for (const scored of await everyOf(subject, Object.values(degenerateBatches))) expectFinite(scored);
    }
  });
});

describe('widerAngle', () => {
  it('is the cosine of the wider angle, and falls from 0 to 180 degrees, also in float32', async () => {
    const theta = Array.from({ length: 181 }, (_, i) => (i * Math.PI) / 180);
    const g = new Graph();
    const wider = widerAngle(g.input('cosine', 'float32', [181]), 23);
    const given = floats(
      (await runGraph({ wider }, { cosine: floatTensor(Float32Array.from(theta, Math.cos)) })).wider,
    );
    theta.slice(0, 157).forEach((angle, i) => {
      expect(Math.abs(given[i] - Math.cos(angle + (23 * Math.PI) / 180))).toBeLessThan(1e-3);
    });
    given.slice(1).forEach((next, i) => {
      expect(next).toBeLessThan(given[i]);
    });
  });
});

describe('logOnePlusSum', () => {
  it('is log(1 + sum e^z) of what counts, where e^z alone would overflow, and 0 of nothing', async () => {
    const g = new Graph();
    const counts = g.constant([1, 1, 0, 1, 0, 1, 0, 0, 0], { shape: [3, 3], type: 'bool' });
    const logs = logOnePlusSum(g.input('z', 'float32', [3, 3]), counts);
    const z = Float32Array.of(1, -2, 300, 500, 900, 499, 7, 8, 9);
    const given = floats((await runGraph({ logs }, { z: floatTensor(z, [3, 3]) })).logs);
    expectClose(given, [Math.log(1 + Math.E + Math.exp(-2)), 500 + Math.log(1 + Math.exp(-1)), 0], 1e-6);
  });
});

/** Values agree for a few random batches, with the weights where training begins. */
async function expectDefined(loss: ClassLoss, definition: Definition) {
  const subject = classSubject(loss);
  const weights = Object.fromEntries(
    subject.parameters.map((each) => [each.name, rowsOf([...initialNumbers(each)], each.shape[each.shape.length - 1])]),
  );
  const batches = seeds.map(someBatch);
  const values = (await everyOf(subject, batches)).map(({ value }) => value);
  const expected = batches.map(({ embeddings, labels }) => definition(embeddings, labels, weights));
  values.forEach((value, i) => {
    expectClose([value], [expected[i]], 2e-5);
  });
}

/** What two losses with weights of the same names say of a batch, with the first one's beginning. */
async function both(first: ClassLoss, second: ClassLoss, batch: Batch): Promise<[LossResult, LossResult]> {
  const subject = classSubject(first);
  const weights = Object.fromEntries(subject.parameters.map((each) => [each.name, initialNumbers(each)]));
  return [await computed(subject, batch), await computed(classSubject(second), batch, weights)];
}

function expectFinite({ value, gradient, weightGradients }: LossResult) {
  const all = [value, ...gradient, ...Object.values(weightGradients).flatMap((own) => [...own])];
  expect(all.filter((number) => !Number.isFinite(number))).toEqual([]);
}

function rowsOf(numbers: readonly number[], width: number): number[][] {
  return Array.from({ length: numbers.length / width }, (_, i) => numbers.slice(i * width, (i + 1) * width));
}

function unitRow(d: number, size: number): number[] {
  return Array.from({ length: 5 }, (_, i) => (i === d ? size : 0));
}

/** Weights of rows that lie along the axes of [.., 5] in turn, those of one class side by side along one. */
function alongAxes(parameters: readonly Parameter[]): WeightNumbers {
  return ofAll(parameters, (count, [rows, width = 1]) => {
    const perClass = rows / 4;
    return Float32Array.from({ length: count }, (_, i) => (i % width === Math.floor(i / width / perClass) ? 1 : 0));
  });
}

function ofAll(
  parameters: readonly Parameter[],
  numbers: (count: number, shape: readonly number[]) => Float32Array,
): WeightNumbers {
  return Object.fromEntries(parameters.map((each) => [each.name, numbers(initialNumbers(each).length, each.shape)]));
}
