import fc from 'fast-check';
import { expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { labelsInTail } from '../../src/label-noise/in-tail.ts';
import { emptyVotes, record, type Votes } from '../../src/label-noise/votes.ts';

/** Votes on two classes in which picture i has the margin `margins[i]`. */
function staying(margins: readonly number[]): Votes {
  const votes = emptyVotes(margins.length, 2);
  margins.forEach((margin, i) => {
    record(votes, i, Float32Array.of(0, margin), 0, 0);
  });
  return votes;
}

const alone = (count: number) => ({ of: Int32Array.from({ length: count }, (_, i) => i) });

/** Right labels whose margins fall off exponentially above -0.3, and wrong ones that lie anywhere up to `farthest`. */
function drawn(right: number, wrong: number, seed: number, farthest = 1.2) {
  const { uniform } = random(seed, 'margins');
  const margins = Array.from({ length: right }, () => -0.5 - 0.1 * Math.log(1 - uniform()));
  return [...margins, ...Array.from({ length: wrong }, () => 0.4 + (farthest - 0.4) * uniform())];
}

it.each([0, 3, 20, 100])('finds %i wrong labels among 2,000 right ones, and few right ones', (count) => {
  for (const seed of [0, 1, 2]) {
    const margins = drawn(2000, count, seed);
    const wrong = labelsInTail(staying(margins), alone(margins.length));
    const suspected = [...wrong.keys()].filter((index) => wrong[index] > 0.5);
    const rightly = suspected.filter((index) => index >= 2000);
    expect(rightly.length).toBeGreaterThanOrEqual(0.8 * count);
    expect(suspected.length - rightly.length).toBeLessThanOrEqual(3 + 0.2 * count);
  }
});

it('a larger margin is more probably wrong; labels that are the best class, and copies, are not suspected', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 40 }), (seed, count) => {
      const margins = drawn(300, count, seed);
      const wrong = labelsInTail(staying(margins), alone(margins.length));
      const order = [...margins.keys()].sort((a, b) => margins[a] - margins[b]);
      order.forEach((index, at) => {
        expect(wrong[index]).toBeGreaterThanOrEqual(at === 0 ? 0 : wrong[order[at - 1]] - 1e-6);
        expect(wrong[index]).toBeLessThanOrEqual(1);
        if (margins[index] <= 0) expect(wrong[index]).toBe(0);
      });
    }),
    { numRuns: 30 },
  );
});

it.each([0, 1, 50])('gives probability 0 for %i pictures', (count) => {
  const wrong = labelsInTail(staying(new Array(count).fill(0.3)), alone(count));
  expect([...wrong]).toEqual(new Array(count).fill(0));
});
