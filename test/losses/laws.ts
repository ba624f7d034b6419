import { expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { type Case, free } from '../graph/cases/case.ts';
import { directionalError } from '../graph/directional.ts';
import { batchSize, degenerateBatches, permuted, smallBatches, someBatch } from './batches.ts';
import { type Batch, computed, type LossResult, openLoss, type Subject } from './subject.ts';

/** What is known of a loss beside its being one. */
export type Lawful = {
  /** Least value that its paper allows; 0 where not given, -Infinity for none. */
  readonly least?: number;
  /** False where its paper holds something constant on the way back, so that its gradient is not the value's slope. */
  readonly differenced?: boolean;
  /** 'float32' where ONNX Runtime has no float64 kernel for what it needs. */
  readonly type?: 'float32';
};

const seeds = [1, 2, 3, 4];

/** The laws of every loss, as tests. Call it inside `describe`; `subject` makes the loss anew. */
export function obeysTheLaws(subject: () => Subject, { least = 0, differenced = true, type }: Lawful = {}): void {
  it('is finite, with a finite gradient, and not below its least value, whatever the batch', async () => {
    const drawn = seeds.map((seed) => [`a random batch, case ${seed}`, someBatch(seed)] as const);
    const batches: Record<string, Batch> = { ...Object.fromEntries(drawn), ...degenerateBatches };
    const results = await everyOf(subject(), Object.values(batches));
    for (const [i, name] of Object.keys(batches).entries()) expectFinite(results[i], least, name);
  });

  it.each(Object.entries(smallBatches))('is finite, with a finite gradient, for %s', async (_, batch) => {
    expectFinite(await computed(subject(), batch), least, 'the batch');
  });

  it('is the same for every order of the batch, and its gradient moves with the samples', async () => {
    const order = random(0, 'order').shuffle(Array.from({ length: batchSize }, (_, i) => i));
    const batches = seeds.map(someBatch);
    const plain = await everyOf(subject(), batches);
    const moved = await everyOf(
      subject(),
      batches.map((batch) => permuted(batch, order)),
    );
    for (const [i, rest] of plain.entries()) expectSame(moved[i], atOrder(rest, order));
  });

  it.each(differenced ? seeds : [])('has the gradient that directional differences show, case %i', async (seed) => {
    const { parameters, value } = subject();
    const { labels } = someBatch(seed);
    const shapes = [[batchSize, 5], ...parameters.map(({ shape }) => shape)];
    const call: Case['call'] = ([embeddings, ...own]) => {
      const weights = Object.fromEntries(parameters.map(({ name }, i) => [name, own[i]]));
      return value(embeddings, embeddings.graph.constant(labels, { type: 'int64' }), weights);
    };
    const drawn = { inputs: free(shapes), call, ...(type ? { type } : {}) };
    expect(await directionalError(drawn, seed)).toBeLessThan(type === 'float32' ? 2e-2 : 1e-5);
  });
}

/** What a loss says of batches of the usual size. */
export async function everyOf(subject: Subject, batches: readonly Batch[]): Promise<LossResult[]> {
  const session = await openLoss(subject, batchSize);
  const results: LossResult[] = [];
  for (const batch of batches) results.push(await session.of(batch));
  await session.close();
  return results;
}

function expectFinite({ value, gradient, weightGradients }: LossResult, least: number, name: string): void {
  const numbers = [value, ...gradient, ...Object.values(weightGradients).flatMap((own) => [...own])];
  expect(
    numbers.filter((number) => !Number.isFinite(number)),
    name,
  ).toEqual([]);
  // What rounding takes.
  expect(value, name).toBeGreaterThanOrEqual(least - 1e-5);
}

function atOrder({ gradient, ...rest }: LossResult, order: readonly number[]): LossResult {
  const dimensions = gradient.length / order.length;
  const rows = order.flatMap((i) => [...gradient.subarray(i * dimensions, (i + 1) * dimensions)]);
  return { ...rest, gradient: Float32Array.from(rows) };
}

/** Both within what float32 rounding explains. */
function expectSame(given: LossResult, expected: LossResult): void {
  expectClose([given.value], [expected.value]);
  expectClose(given.gradient, expected.gradient);
}

/** Every number within `share` of the largest expected one, or of 1 if that is larger. */
export function expectClose(given: ArrayLike<number>, expected: ArrayLike<number>, share = 2e-5): void {
  expect(given.length).toBe(expected.length);
  const size = Math.max(1, ...Array.from(expected, Math.abs));
  const worst = Math.max(0, ...Array.from(given, (number, i) => Math.abs(number - expected[i])));
  expect(worst / size).toBeLessThan(share);
}
