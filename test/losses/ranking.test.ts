import { describe, expect, it } from 'vitest';
import { sub } from '../../src/graph/ops.ts';
import type { Comparisons } from '../../src/losses/comparisons.ts';
import type { RelationLoss } from '../../src/losses/loss.ts';
import { rankingLosses } from '../../src/losses/ranking/catalogue.ts';
import { smoothAp } from '../../src/losses/ranking/smooth-ap.ts';
import golden from '../golden/ranking-losses.json' with { type: 'json' };
import { someBatch } from './batches.ts';
import { expectClose } from './laws.ts';
import { computed, relationSubject } from './subject.ts';

describe.each(Object.entries(rankingLosses))('the loss %s', (_, loss) => {
  it('is at most 1', async () => {
    for (const seed of [1, 2, 3]) {
      const { value } = await computed(relationSubject(loss()), someBatch(seed));
      expect(value).toBeLessThanOrEqual(1);
    }
  });
});

const factories: Record<string, (options: never) => RelationLoss> = rankingLosses;

/** pytorch-metric-learning's Smooth-AP counts an anchor among its own positives. */
const seenBy: Readonly<Record<string, (comparisons: Comparisons) => Comparisons>> = {
  smoothAp: (comparisons) => ({ ...comparisons, positive: sub(1, comparisons.negative) }),
};

describe("ranking losses are pytorch-metric-learning's (recallAtK: PyTorch's, from the paper), value and gradient", () => {
  it.each(golden.cases)('$loss $options', async ({ loss, options, labels, value, gradient }) => {
    const subject = relationSubject(factories[loss](options as never), seenBy[loss]);
    const given = await computed(subject, { embeddings: golden.embeddings, labels });
    expectClose([given.value], [value], 3e-6);
    expectClose(given.gradient, gradient, 3e-6);
  });
});

describe.each(Object.entries(rankingLosses))('the loss %s', (_, loss) => {
  it('is the same where positives take no more columns than a class allows', async () => {
    const batch = { ...someBatch(1), labels: [0, 0, 0, 1, 1, 2, 2, 2] };
    const wide = await computed(relationSubject(loss()), batch);
    const narrow = await computed(
      relationSubject(loss(), (comparisons) => ({ ...comparisons, mostPositives: 2 })),
      batch,
    );
    expectClose([narrow.value], [wide.value], 1e-6);
    expectClose(narrow.gradient, wide.gradient, 1e-6);
  });
});

it('smoothAp and recallAtK are lowest where every positive is found first', async () => {
  const axes = [0, 1, 2, 3].map((d) => [0, 1, 2, 3, 4].map((i) => (i === d ? 1 : 0)));
  const apart = { labels: [0, 0, 1, 1, 2, 2, 3, 3], embeddings: [0, 0, 1, 1, 2, 2, 3, 3].map((c) => axes[c]) };
  const crossed = { ...apart, labels: [0, 1, 1, 2, 2, 3, 3, 0] };
  for (const loss of [smoothAp(), rankingLosses.recallAtK()]) {
    const [best, worst] = [
      await computed(relationSubject(loss), apart),
      await computed(relationSubject(loss), crossed),
    ];
    expect(best.value).toBeLessThan(worst.value - 0.3);
  }
  expect((await computed(relationSubject(smoothAp()), apart)).value).toBeLessThan(1e-5);
});
