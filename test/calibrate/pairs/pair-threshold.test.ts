import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { achievedOnPairs } from '../../../src/calibrate/pairs/achieved-on-pairs.ts';
import { type Link, matching } from '../../../src/calibrate/pairs/matching.ts';
import { promisedPairThreshold } from '../../../src/calibrate/pairs/pair-threshold.ts';
import { type ComparedPair, pairUnits } from '../../../src/calibrate/pairs/pair-units.ts';

const pair = fc.record({ a: fc.nat(19), b: fc.nat(19), same: fc.boolean(), similarity: fc.double({ noNaN: true }) });
/** Picture i is of identity i >> 1. */
const of = Int32Array.from({ length: 20 }, (_, picture) => picture >> 1);
const isTrue = ({ a, b, same }: ComparedPair) => (same ? of[a] === of[b] : of[a] !== of[b]);
const pairs = fc.array(pair, { maxLength: 60 }).map((all) => all.filter(isTrue));

describe('units of pairs', () => {
  test('of different pairs share no identity, hold all pairs of their two, and leave no free two out', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const units = pairUnits('false-accept', withOwnScores(given), of);
        const chosen = units.map(({ scores }) => Array.from(scores, (score) => given[score]));
        const identities = chosen.map(([{ a, b }]) => [of[a], of[b]].sort((x, y) => x - y));
        expect(new Set(identities.flat()).size).toBe(2 * units.length);
        const between = ({ a, b }: ComparedPair) => [of[a], of[b]].sort((x, y) => x - y).join();
        chosen.forEach((members, unit) => {
          const wanted = given.filter((each) => !each.same && between(each) === identities[unit].join());
          expect(new Set(members)).toEqual(new Set(wanted));
        });
        const taken = new Set(identities.flat());
        const free = given.filter(({ same, a, b }) => !same && !taken.has(of[a]) && !taken.has(of[b]));
        expect(free).toEqual([]);
      }),
    );
  });

  test('of same pairs are the identities', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const units = pairUnits('accept', withOwnScores(given), of);
        const same = given.filter((each) => each.same);
        expect(units.length).toBe(new Set(same.map(({ a }) => of[a])).size);
        expect(units.reduce((sum, { scores }) => sum + scores.length, 0)).toBe(same.length);
      }),
    );
  });

  test('match all identities where every one is compared with every other', () => {
    const everyone = Array.from({ length: 10 }, (_, i) =>
      Array.from({ length: i }, (_, j) => ({ a: 2 * i, b: 2 * j, same: false, similarity: 0 })),
    ).flat();
    expect(pairUnits('false-accept', everyone, of).length).toBe(5);
  });
});

/** Scores that are the indices of the pairs. */
function withOwnScores(given: readonly ComparedPair[]): ComparedPair[] {
  return given.map((each, similarity) => ({ ...each, similarity }));
}

/**
 * Pairs among identities that differ in how much they resemble all others: pairs that share one are dependent. The
 * similarity of two pictures of two identities is the sum of both plus noise.
 */
function world(seed: number) {
  const { normal, integer } = random(seed, 'world');
  const looks = Array.from({ length: 48 }, normal);
  const different = (from: number, to: number) => {
    const [i, j] = [from + integer(to - from), from + integer(to - from)];
    return { a: i, b: j, same: i === j, similarity: looks[i] + looks[j] + normal() };
  };
  const some = (from: number, to: number, count: number) =>
    Array.from({ length: count }, () => different(from, to)).filter(({ same }) => !same);
  return { known: some(0, 24, 200), asked: some(24, 48, 200) };
}

describe('a matching', () => {
  test('is as large as one drawn at random can be: within one of the largest, on small graphs', () => {
    const link = fc.tuple(fc.nat(7), fc.nat(7)).filter(([a, b]) => a !== b);
    const largest = (links: readonly Link[]): number =>
      links.length === 0
        ? 0
        : Math.max(
            largest(links.slice(1)),
            1 + largest(links.slice(1).filter((other) => !other.some((end) => links[0].includes(end)))),
          );
    fc.assert(
      fc.property(fc.array(link, { maxLength: 12 }), (links) => {
        const found = matching(links);
        expect(new Set(found.flat()).size).toBe(2 * found.length);
        for (const [a, b] of found) expect(links.some((each) => each.includes(a) && each.includes(b))).toBe(true);
        expect(found.length).toBeGreaterThanOrEqual(largest(links) - 1);
      }),
    );
  });

  test('of many nodes takes no time in the square', () => {
    const links = Array.from({ length: 100_000 }, (_, i): Link => [i, i + 1]);
    expect(matching(links).length).toBe(50_000);
  });
});

test('a promise is kept by pairs of new identities, although pairs of few identities depend on each other', () => {
  const identity = Int32Array.from({ length: 48 }, (_, i) => i);
  const promise = { kind: 'false-accept', share: 0.2 } as const;
  const wrong = Array.from({ length: 300 }, (_, seed) => {
    const { known, asked } = world(seed);
    const { threshold } = promisedPairThreshold({ promise, seed }, { pairs: known, of: identity, from: 'drawn' });
    if (threshold === null) throw new Error('refused');
    expect(threshold.promise).toEqual({ ...promise, units: 12 });
    return asked.filter(({ similarity }) => similarity >= threshold.value).length / asked.length;
  });
  const mean = wrong.reduce((sum, share) => sum + share, 0) / wrong.length;
  expect(mean).toBeLessThan(0.2 + 0.015);
  expect(mean).toBeGreaterThan(0.2 - 1 / 13 - 0.03);
});

test('too few identities carry no promise, however many pairs they are in', () => {
  const identity = Int32Array.from({ length: 48 }, (_, i) => i);
  const few = world(0).known.filter(({ a, b }) => a < 8 && b < 8);
  const request = { promise: { kind: 'false-accept', share: 0.1 }, seed: 0 } as const;
  expect(promisedPairThreshold(request, { pairs: few, of: identity, from: 'drawn' })).toEqual({
    threshold: null,
    outcome: { units: 4, refused: { needed: 5, carries: 0.2 } },
  });
});

test('what a threshold accepts is counted by units, not by pairs', () => {
  const at = (a: number, b: number, similarity: number) => ({ a, b, same: of[a] === of[b], similarity });
  const given = [at(0, 1, 0.9), at(2, 3, 0.1), at(0, 2, 0.8), at(0, 3, 0.1), at(1, 3, 0.1), at(4, 6, 0.1)];
  const { accept, falseAccept } = achievedOnPairs(given, of, 0.5, 0);
  expect(accept.estimate).toBe(0.5);
  expect(falseAccept.estimate).toBeCloseTo((1 / 3 + 0) / 2, 12);
});
