import { describe, expect, test } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { type Random, random } from '../../src/base/random.ts';
import { embeddingLosses } from '../../src/losses/catalogue.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';
import { type EmbeddingHead, embeddingHead, type HeadStart, metricHead } from '../../src/train/heads/embedding-head.ts';

const size = { features: 5, dimensions: 4, classes: 3 };

/** A stream that counts how many normal numbers were drawn. */
function counted(): { readonly stream: Random; drawn(): number } {
  let count = 0;
  const { normal, ...rest } = random(7, 'head');
  const counting = () => {
    count++;
    return normal();
  };
  return { stream: { ...rest, normal: counting }, drawn: () => count };
}

const heads: Record<string, (stream: Random, start?: HeadStart) => EmbeddingHead> = {
  crossEntropy: (stream, start) => embeddingHead({ ...size, logitScale: 1, random: stream, start: start ?? null }),
  proxyAnchor: (stream, start) =>
    metricHead({ ...size, recipe: { loss: embeddingLosses.proxyAnchor() }, random: stream, start: start ?? null }),
};

describe.each(Object.keys(heads))('random weights of a head for %s', (name) => {
  test('are drawn when they are asked for, and are the same in whatever order', () => {
    const [forth, back] = [counted(), counted()];
    const [first, second] = [heads[name](forth.stream), heads[name](back.stream)];
    expect([forth.drawn(), back.drawn()]).toEqual([0, 0]);
    const inOrder = first.parameters.map(initialNumbers);
    const reversed = second.parameters.toReversed().map(initialNumbers).reverse();
    expect(reversed).toEqual(inOrder);
    expect(forth.drawn()).toBe(size.dimensions * (size.features + size.classes));
    first.parameters.map(initialNumbers);
    expect(forth.drawn()).toBe(size.dimensions * (size.features + size.classes));
  });
});

test('a head that begins in closed form draws nothing where the centres of all classes are known', () => {
  const { stream, drawn } = counted();
  const projection = { weights: matrix(4, 5, new Float32Array(20).fill(0.1)), bias: new Float32Array(4) };
  const centres = matrix(
    3,
    4,
    Float32Array.from({ length: 12 }, (_, i) => i + 1),
  );
  const begun = heads.crossEntropy(stream, { projection, centres });
  begun.parameters.map(initialNumbers);
  expect(drawn()).toBe(0);
  const partly = matrix(
    3,
    4,
    Float32Array.from({ length: 12 }, (_, i) => (i < 4 ? 0 : i)),
  );
  heads.crossEntropy(stream, { projection, centres: partly }).parameters.map(initialNumbers);
  expect(drawn()).toBe(12);
});
