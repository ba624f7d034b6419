import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { type LossName, losses } from '../../src/losses/catalogue.ts';
import classGolden from '../golden/class-losses.json' with { type: 'json' };
import engineGolden from '../golden/engine.json' with { type: 'json' };
import pairGolden from '../golden/pair-losses.json' with { type: 'json' };
import rankingGolden from '../golden/ranking-losses.json' with { type: 'json' };
import tripletGolden from '../golden/triplet-losses.json' with { type: 'json' };
import { batchSize, someBatch } from './batches.ts';
import { definitions, exceptions } from './definitions.ts';
import { expectClose, obeysTheLaws } from './laws.ts';
import { naiveBatch, weighing } from './naive-batch.ts';
import { computed, subjectOf } from './subject.ts';

/** Losses whose values and gradients are compared with a reference, in the test of their kind. */
const golden = new Set<string>([
  ...Object.keys(engineGolden),
  ...[pairGolden, tripletGolden, rankingGolden, classGolden].flatMap(({ cases }) => cases.map(({ loss }) => loss)),
]);

/** What a loss without golden numbers shows in the list of tests. */
const howToMakeGolden =
  'if a reference has this loss, add a case to test/golden/KIND-losses.py, KIND pair, triplet, ranking or class, and ' +
  'run it: pip install torch==2.13.0 pytorch-metric-learning==2.9.0 numpy==2.4.6; python test/golden/KIND-losses.py';

describe.each(Object.entries(losses))('the loss %s', (name, loss) => {
  obeysTheLaws(() => subjectOf(loss()), exceptions[name as LossName]);

  it.each([1, 2, 3, 4, 5, 6])('is what its definition says, whatever the weights of pairs, case %i', async (seed) => {
    const define = definitions[name as LossName];
    expect(define, `a row \`${name}: definition\` in the file of its kind, test/losses/*-definitions.ts`).toBeDefined();
    const weights = { positive: someWeights(seed, 'positive'), negative: someWeights(seed, 'negative') };
    const [subject, batch] = [subjectOf(loss(), weighing(weights)), someBatch(seed)];
    const { value } = await computed(subject, batch);
    expectClose([value], [define(naiveBatch(batch, weights, subject))]);
  });

  it(golden.has(name) ? 'has golden numbers too' : `has no golden numbers (${howToMakeGolden})`, () => {
    expect(Object.keys(definitions)).toContain(name); // the tests of its kind compare golden numbers
  });
});

/** Weights 0, 0.3, 1 and 2, row-major [B, B]. */
function someWeights(seed: number, purpose: string): number[] {
  const draw = random(seed, purpose);
  return Array.from({ length: batchSize ** 2 }, () => [0, 0.3, 1, 2][draw.integer(4)]);
}
