// @module-tag slow
import { describe, expect, it } from 'vitest';
import { concat, matMul, mul, slice, transpose } from '../../src/graph/ops.ts';
import { sizes, type Value } from '../../src/graph/value.ts';
import { type Comparisons, compared, relationsByLabels } from '../../src/losses/comparisons.ts';
import type { RelationLoss } from '../../src/losses/loss.ts';
import { pairLosses } from '../../src/losses/pair/catalogue.ts';
import { vicReg } from '../../src/losses/pair/vic-reg.ts';
import { partsOf } from '../../src/steps/objective.ts';
import golden from '../golden/pair-losses.json' with { type: 'json' };
import { batchSize, someBatch } from './batches.ts';
import { expectClose } from './laws.ts';
import { type PairWeights, weighing } from './naive-batch.ts';
import { type Batch, computed, relationSubject, type Subject } from './subject.ts';

const places = Array.from({ length: batchSize ** 2 }, (_, i) => i);
const none: PairWeights = { positive: places.map(() => 0), negative: places.map(() => 0) };
/** Those of the first sample are 0, as anchor and as other. */
const withoutFirst = places.map((i) => (i < batchSize || i % batchSize === 0 ? 0 : 1));

describe.each(Object.entries(pairLosses))('the loss %s', (_, loss) => {
  it('is finite, with a finite gradient, where nothing is known', async () => {
    const { value, gradient } = await computed(relationSubject(loss(), weighing(none)), someBatch(1));
    expect([value, ...gradient].every(Number.isFinite)).toBe(true);
  });

  it('reads similarities with a memory behind the batch as without, where none of it counts', async () => {
    const batch = someBatch(2);
    const [plain, widened] = [relationSubject(loss()), relationSubject(loss(), besideIdleMemory)];
    const [expected, given] = [await computed(plain, batch), await computed(widened, batch)];
    expectClose([given.value, ...given.gradient], [expected.value, ...expected.gradient]);
  });
});

const onPairsAlone = Object.entries(pairLosses).filter(([, loss]) => loss !== vicReg);

describe.each(onPairsAlone)('the loss %s', (_, loss) => {
  it('neither moves nor notices a sample whose pairs do not count', async () => {
    const subject = relationSubject(loss(), weighing({ positive: withoutFirst, negative: withoutFirst }));
    const batch = someBatch(3);
    const elsewhere = { ...batch, embeddings: [someBatch(4).embeddings[0], ...batch.embeddings.slice(1)] };
    const [here, there] = [await computed(subject, batch), await computed(subject, elsewhere)];
    expectClose([...here.gradient.subarray(0, 5)], [0, 0, 0, 0, 0]);
    expectClose([there.value, ...there.gradient.subarray(5)], [here.value, ...here.gradient.subarray(5)]);
  });
});

describe("losses on pairs have pytorch-metric-learning's values and gradients", () => {
  const batches: Readonly<Record<string, Batch>> = golden.batches;

  it.each(golden.cases)('$loss with $options on $batch', async (expected) => {
    const loss = withOptions[expected.loss](numbersOf(expected.options));
    const subject = expected.loss === 'nPairs' ? halvesSubject(loss) : relationSubject(loss);
    const { value, gradient, weightGradients } = await computed(subject, batches[expected.batch]);
    expectClose([value], [expected.value]);
    const largest = Math.max(...expected.gradient.map(Math.abs));
    expectClose(
      gradient.map((x) => x / largest),
      expected.gradient.map((x) => x / largest),
    );
    expectClose(
      Object.values(weightGradients).flatMap((own) => [...own]),
      expected.weightGradients.boundary ?? [],
    );
  });
});

/** Every loss with options that a file holds. */
const withOptions: Readonly<Record<string, (options: Readonly<Record<string, number>>) => RelationLoss>> = pairLosses;

function numbersOf(options: object): Record<string, number> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Compared also with three that are remembered, of which nothing is known. */
function besideIdleMemory(comparisons: Comparisons): Comparisons {
  const { anchors, similarities, positive, negative, others } = comparisons;
  const remembered = slice(others, 0, 0, 3);
  const unknown = mul(slice(positive, 1, 0, 3), 0);
  return {
    ...comparisons,
    others: concat([others, remembered], 0),
    similarities: concat([similarities, matMul(anchors, transpose(remembered))], 1),
    positive: concat([positive, unknown], 1),
    negative: concat([negative, unknown], 1),
  };
}

/** The first half of a batch, one sample a class, compared with the second, which has the same classes. */
function halvesSubject({ value }: RelationLoss): Subject {
  return {
    parameters: [],
    value: (embeddings, labels, weights) => {
      const half = sizes(embeddings.shape)[0] / 2;
      const whole = compared(embeddings, relationsByLabels(labels, embeddings.type));
      const across = (x: Value) => slice(slice(x, 0, 0, half), 1, half, 2 * half);
      const { anchors, similarities, positive, negative } = whole;
      const halves = {
        ...whole,
        anchors: slice(anchors, 0, 0, half),
        others: slice(anchors, 0, half, 2 * half),
        similarities: across(similarities),
        positive: across(positive),
        negative: across(negative),
      };
      return partsOf(value(halves, weights)).loss;
    },
  };
}
