import { describe, expect, test } from 'vitest';
import { annotatedPictures } from '../../src/data/annotations/annotated-pictures.ts';
import { knownPairs } from '../../src/data/annotations/known-pairs.ts';
import { supervision } from '../../src/data/supervision/supervision.ts';
import { verificationRounds } from '../../src/fit/verification-rounds.ts';

const annotations = { count: 40, groups: Array.from({ length: 10 }, (_, g) => [0, 1, 2, 3].map((i) => 4 * g + i)) };
const { identities } = supervision(annotations);
const pairs = knownPairs(annotatedPictures(annotations), 0);
const identityOf = (picture: number) => identities.of[picture];

describe('pairs are asked', () => {
  test('once each, in a round that has learned from neither of their identities', () => {
    const asking = verificationRounds(pairs, identities, () => false, 0);
    expect(asking?.apart).toBe('turns');
    for (const { learned, asked } of asking?.rounds ?? []) {
      const known = new Set(learned.map(identityOf));
      expect(known.size).toBe(6);
      expect(asked.filter(({ a, b }) => known.has(identityOf(a)) || known.has(identityOf(b)))).toEqual([]);
    }
    expect(asking?.rounds.flatMap(({ asked }) => asked)).toHaveLength(pairs.length);
    expect(new Set(asking?.rounds.flatMap(({ asked }) => asked))).toEqual(new Set(pairs));
  });

  test('of identities of which no picture is learned, where the network has learned from some', () => {
    const asking = verificationRounds(pairs, identities, (picture) => picture % 4 === 0 && picture < 28, 0);
    const [round] = asking?.rounds ?? [];
    expect(asking).toMatchObject({ apart: 'identities', rounds: { length: 1 } });
    expect(new Set(round.asked.flatMap(({ a, b }) => [identityOf(a), identityOf(b)]))).toEqual(new Set([7, 8, 9]));
    expect(round.learned).toEqual(Array.from({ length: 28 }, (_, i) => i));
  });

  test('of pictures that are not learned, where every identity is', () => {
    const asking = verificationRounds(pairs, identities, (picture) => picture % 4 < 2, 0);
    expect(asking?.apart).toBe('pictures');
    expect(asking?.rounds[0].asked.every(({ a, b }) => a % 4 >= 2 && b % 4 >= 2)).toBe(true);
  });

  test('not at all where all is learned, or where a kind is missing', () => {
    expect(verificationRounds(pairs, identities, () => true, 0)).toBeNull();
    expect(
      verificationRounds(
        pairs.filter(({ same }) => same),
        identities,
        () => false,
        0,
      ),
    ).toBeNull();
  });
});
