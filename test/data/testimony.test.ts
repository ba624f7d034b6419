import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import type { Sample } from '../../src/data/dataset.ts';
import { holdOutTold } from '../../src/data/supervision/hold-out-told.ts';
import { questionsOf } from '../../src/data/supervision/questions-of.ts';
import { relationSamplers, richestSampler } from '../../src/data/supervision/relation-samplers.ts';
import { relationsOf } from '../../src/data/supervision/relations-of.ts';
import type { Statements } from '../../src/data/supervision/statements.ts';
import { supervision } from '../../src/data/supervision/supervision.ts';
import { supervisionBy, teaches, testimonyOf, testimonyWithin } from '../../src/data/supervision/testimony.ts';
import { consistent, count } from './naive-supervision.ts';

const samples = (howMany: number): Sample[] =>
  Array.from({ length: howMany }, (_, i) => ({ path: `${i}.png`, label: null, part: null, group: null }));

/** Random pairs of pictures of so many kinds, picture i being of kind i mod kinds. */
function pairsOfKinds(pictures: number, kinds: number, pairs: number): Statements {
  const { integer } = random(1, 'pairs');
  const kind = (picture: number) => picture % kinds;
  const drawn = Array.from({ length: pairs }, (_, i) => {
    const a = integer(pictures);
    const same = i % 2 === 0;
    const mates = Array.from({ length: pictures }, (_, b) => b).filter(
      (b) => b !== a && (kind(a) === kind(b)) === same,
    );
    return { a, b: mates[integer(mates.length)], same };
  });
  return { count: pictures, pairs: drawn };
}

/** So many pairs of two new pictures that are the same, every other one said to differ from the next. */
function lonePairs(pairs: number): Statements {
  const same = Array.from({ length: pairs }, (_, i) => ({ a: 2 * i, b: 2 * i + 1, same: true }));
  const different = Array.from({ length: pairs / 2 }, (_, i) => ({ a: 4 * i, b: 4 * i + 2, same: false }));
  return { count: 2 * pairs, pairs: [...same, ...different] };
}

describe('a testimony', () => {
  it('within some pictures says of them what the whole does of identities, and nothing else', () => {
    const members = fc.uniqueArray(fc.nat(count - 1), { minLength: 2 });
    fc.assert(
      fc.property(consistent, members, (said, chosen) => {
        const whole = supervision(said);
        const part = supervisionBy(testimonyWithin(testimonyOf(said), chosen));
        expect(part.contradictions).toEqual([]);
        chosen.forEach((a, i) => {
          chosen.forEach((b, j) => {
            expect(part.areSame(i, j)).toBe(whole.areSame(a, b));
            if (testimonyOf(said).differences === 'said')
              expect(part.areDifferent(i, j)).toBe(whole.areDifferent(a, b));
          });
        });
      }),
    );
  });

  it('that says of none that they differ takes identities to be different', () => {
    const { areDifferent } = supervisionBy(testimonyOf({ count: 4, groups: [[0, 1]] }));
    expect([areDifferent(0, 1), areDifferent(1, 2), areDifferent(2, 3)]).toEqual([false, true, true]);
  });

  it.each<[string, Statements, boolean]>([
    ['groups', { count: 3, groups: [[0, 1]] }, true],
    ['one group of all', { count: 2, groups: [[0, 1]] }, false],
    ['what differs alone', { count: 3, pairs: [{ a: 0, b: 1, same: false }] }, false],
    ['a triplet', { count: 3, triplets: [{ anchor: 0, positive: 1, negative: 2 }] }, true],
    ['labels of one class', { count: 3, labels: ['a', 'a', null] }, true],
  ])('of %s teaches something or not', (_, statements, taught) => {
    expect(teaches(testimonyOf(statements))).toBe(taught);
  });
});

describe('questions', () => {
  it('are answered rightly by whoever knows all, and never ask of a picture and itself', () => {
    fc.assert(
      fc.property(consistent, fc.nat(), (said, seed) => {
        const known = supervisionBy(testimonyOf(said));
        const questions = questionsOf(known, seed);
        for (const { a, b, same } of questions?.pairs ?? []) {
          expect(a).not.toBe(b);
          expect(same ? known.areSame(a, b) : known.areDifferent(a, b)).toBe(true);
        }
        expect(questions === null || questions.pairs.length > 0 !== questions.triplets.length > 0).toBe(true);
      }),
    );
  });
});

describe('what is held out', () => {
  it.each<[string, Statements, 'identities' | 'pictures']>([
    ['many identities', pairsOfKinds(300, 60, 1200), 'identities'],
    ['pairs that have nothing to do with each other', lonePairs(100), 'identities'],
    ['four identities', pairsOfKinds(80, 4, 400), 'pictures'],
  ])('of %s are about a fifth, apart as it says', (_, statements, apart) => {
    const testimony = testimonyOf(statements);
    const parts = holdOutTold(samples(statements.count), testimony, 0);
    const { of } = supervisionBy(testimony).identities;
    const learned = new Set(parts.learned.map((picture) => of[picture]));
    expect(parts.apart).toBe(apart);
    expect([...parts.learned, ...parts.judges].sort((a, b) => a - b)).toEqual(
      samples(statements.count).map((_, i) => i),
    );
    expect(Math.abs(parts.judges.length / statements.count - 0.2)).toBeLessThan(0.1);
    expect(parts.judges.some((picture) => learned.has(of[picture]))).toBe(apart === 'pictures');
  });

  it('costs no statement where few hang together', () => {
    const statements = lonePairs(100);
    const { learned, judges } = holdOutTold(samples(200), testimonyOf(statements), 0);
    const within = (members: readonly number[]) =>
      (statements.pairs ?? []).filter(({ a, b }) => members.includes(a) && members.includes(b)).length;
    expect(within(learned) + within(judges)).toBe(150);
  });

  it('keeps pictures of one group together, be they of two identities', () => {
    const statements = pairsOfKinds(300, 60, 1200);
    const grouped = samples(300).map((sample, i) => ({ ...sample, group: `${Math.floor(i / 2)}` }));
    const judges = new Set(holdOutTold(grouped, testimonyOf(statements), 0).judges);
    for (let i = 0; i < 300; i += 2) expect(judges.has(i)).toBe(judges.has(i + 1));
  });

  it('is nothing where nothing could be asked', () => {
    const few = { count: 9, pairs: [0, 3, 6].map((a) => ({ a, b: a + 1, same: a > 0 })) };
    expect(holdOutTold(samples(9), testimonyOf(few), 0)).toMatchObject({ judges: [], apart: null });
  });
});

describe('the richest sampler', () => {
  const options = { batch: 32, seed: 0 };

  it.each<[string, Statements, string]>([
    ['identities that are known to differ', pairsOfKinds(300, 30, 3000), 'mPerClass'],
    ['lone pairs', lonePairs(200), 'pairs'],
    ['groups', { count: 60, groups: Array.from({ length: 20 }, (_, i) => [3 * i, 3 * i + 1, 3 * i + 2]) }, 'mPerClass'],
    [
      'triplets',
      {
        count: 90,
        triplets: Array.from({ length: 30 }, (_, i) => ({ anchor: 3 * i, positive: 3 * i + 1, negative: 3 * i + 2 })),
      },
      'triplets',
    ],
  ])('of %s gives positives and negatives in every batch', (_, statements, expected) => {
    const known = supervisionBy(testimonyOf(statements));
    const name = richestSampler(known, { ...options, needs: 'pairs' });
    expect(name).toBe(expected);
    const sampler = name && relationSamplers[name](known, options);
    for (let step = 100; step < 120; step++) {
      const batch = sampler?.(step) ?? [];
      const { positive, negative } = relationsOf(known, batch);
      expect(batch).toHaveLength(32);
      expect(Math.max(...positive)).toBeGreaterThan(0);
      expect(Math.max(...negative)).toBeGreaterThan(0);
    }
  });

  it('is none where nothing differs', () => {
    const known = supervision({ count: 40, groups: [Array.from({ length: 40 }, (_, i) => i)] });
    expect(richestSampler(known, { ...options, needs: 'pairs' })).toBeNull();
  });
});
