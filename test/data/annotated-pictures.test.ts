import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import {
  annotatedPictures,
  annotatedWithin,
  isTrainable,
  supervisionBy,
} from '../../src/data/annotations/annotated-pictures.ts';
import type { Annotations } from '../../src/data/annotations/annotations.ts';
import { evaluationPairsOf } from '../../src/data/annotations/evaluation-pairs.ts';
import { holdOutAnnotated } from '../../src/data/annotations/hold-out-annotated.ts';
import type { Sample } from '../../src/data/dataset.ts';
import { relationSamplers, richestSampler } from '../../src/data/supervision/relation-samplers.ts';
import { relationsOf } from '../../src/data/supervision/relations-of.ts';
import { supervision } from '../../src/data/supervision/supervision.ts';
import { consistent, count } from './naive-supervision.ts';

const samples = (howMany: number): Sample[] =>
  Array.from({ length: howMany }, (_, i) => ({ path: `${i}.png`, label: null, part: null, group: null }));

/** Random pairs of pictures of so many kinds, picture i being of kind i mod kinds. */
function pairsOfKinds(pictures: number, kinds: number, pairs: number): Annotations {
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
function lonePairs(pairs: number): Annotations {
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
        const part = supervisionBy(annotatedWithin(annotatedPictures(said), chosen));
        expect(part.contradictions).toEqual([]);
        chosen.forEach((a, i) => {
          chosen.forEach((b, j) => {
            expect(part.areSame(i, j)).toBe(whole.areSame(a, b));
            if (annotatedPictures(said).differences === 'said')
              expect(part.areDifferent(i, j)).toBe(whole.areDifferent(a, b));
          });
        });
      }),
    );
  });

  it('that says of none that they differ takes identities to be different', () => {
    const { areDifferent } = supervisionBy(annotatedPictures({ count: 4, groups: [[0, 1]] }));
    expect([areDifferent(0, 1), areDifferent(1, 2), areDifferent(2, 3)]).toEqual([false, true, true]);
  });

  it.each<[string, Annotations, boolean]>([
    ['groups', { count: 3, groups: [[0, 1]] }, true],
    ['one group of all', { count: 2, groups: [[0, 1]] }, false],
    ['what differs alone', { count: 3, pairs: [{ a: 0, b: 1, same: false }] }, false],
    ['a triplet', { count: 3, triplets: [{ anchor: 0, positive: 1, negative: 2 }] }, true],
    ['labels of one class', { count: 3, labels: ['a', 'a', null] }, true],
  ])('of %s teaches something or not', (_, annotations, trained) => {
    expect(isTrainable(annotatedPictures(annotations))).toBe(trained);
  });
});

describe('questions', () => {
  it('are answered rightly by whoever knows all, and never ask of a picture and itself', () => {
    fc.assert(
      fc.property(consistent, fc.nat(), (said, seed) => {
        const known = supervisionBy(annotatedPictures(said));
        const evaluationPairs = evaluationPairsOf(known, seed);
        for (const { a, b, same } of evaluationPairs?.pairs ?? []) {
          expect(a).not.toBe(b);
          expect(same ? known.areSame(a, b) : known.areDifferent(a, b)).toBe(true);
        }
        expect(
          evaluationPairs === null || evaluationPairs.pairs.length > 0 !== evaluationPairs.triplets.length > 0,
        ).toBe(true);
      }),
    );
  });
});

describe('what is held out', () => {
  it.each<[string, Annotations, 'identities' | 'pictures']>([
    ['many identities', pairsOfKinds(300, 60, 1200), 'identities'],
    ['pairs that have nothing to do with each other', lonePairs(100), 'identities'],
    ['four identities', pairsOfKinds(80, 4, 400), 'pictures'],
  ])('of %s are about a fifth, apart as it says', (_, annotations, apart) => {
    const annotated = annotatedPictures(annotations);
    const parts = holdOutAnnotated(samples(annotations.count), annotated, 0);
    const { of } = supervisionBy(annotated).identities;
    const learned = new Set(parts.learned.map((picture) => of[picture]));
    expect(parts.apart).toBe(apart);
    expect([...parts.learned, ...parts.heldOut].sort((a, b) => a - b)).toEqual(
      samples(annotations.count).map((_, i) => i),
    );
    expect(Math.abs(parts.heldOut.length / annotations.count - 0.2)).toBeLessThan(0.1);
    expect(parts.heldOut.some((picture) => learned.has(of[picture]))).toBe(apart === 'pictures');
  });

  it('costs no statement where few hang together', () => {
    const annotations = lonePairs(100);
    const { learned, heldOut } = holdOutAnnotated(samples(200), annotatedPictures(annotations), 0);
    const within = (members: readonly number[]) =>
      (annotations.pairs ?? []).filter(({ a, b }) => members.includes(a) && members.includes(b)).length;
    expect(within(learned) + within(heldOut)).toBe(150);
  });

  it('keeps pictures of one group together, be they of two identities', () => {
    const annotations = pairsOfKinds(300, 60, 1200);
    const grouped = samples(300).map((sample, i) => ({ ...sample, group: `${Math.floor(i / 2)}` }));
    const heldOut = new Set(holdOutAnnotated(grouped, annotatedPictures(annotations), 0).heldOut);
    for (let i = 0; i < 300; i += 2) expect(heldOut.has(i)).toBe(heldOut.has(i + 1));
  });

  it('is nothing where nothing could be asked', () => {
    const few = { count: 9, pairs: [0, 3, 6].map((a) => ({ a, b: a + 1, same: a > 0 })) };
    expect(holdOutAnnotated(samples(9), annotatedPictures(few), 0)).toMatchObject({ heldOut: [], apart: null });
  });
});

describe('the richest sampler', () => {
  const options = { batch: 32, seed: 0 };

  it.each<[string, Annotations, string]>([
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
  ])('of %s gives positives and negatives in every batch', (_, annotations, expected) => {
    const known = supervisionBy(annotatedPictures(annotations));
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
