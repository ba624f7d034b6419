import { describe, expect, test } from 'vitest';
import { annotatedPictures } from '../../src/data/annotations/annotated-pictures.ts';
import type { Annotations } from '../../src/data/annotations/annotations.ts';
import { identityFolds } from '../../src/data/annotations/identity-folds.ts';
import { knownPairs } from '../../src/data/annotations/known-pairs.ts';
import { supervision } from '../../src/data/supervision/supervision.ts';

const asked = (annotations: Annotations, seed = 0) =>
  knownPairs(annotatedPictures(annotations), seed)
    .map(({ a, b, same }) => `${a}${same ? '=' : '-'}${b}`)
    .sort();

describe('pairs to ask', () => {
  test('are what is said and what follows from it, each once', () => {
    const pairs = [
      { a: 1, b: 0, same: true },
      { a: 0, b: 1, same: true },
      { a: 1, b: 2, same: true },
      { a: 3, b: 2, same: false },
    ];
    expect(asked({ count: 5, pairs })).toEqual(['0-3', '0=1', '0=2', '1-3', '1=2', '2-3']);
  });

  test('of triplets are an anchor with each of the others, and nothing that would follow', () => {
    const triplets = [
      { anchor: 0, positive: 1, negative: 2 },
      { anchor: 1, positive: 3, negative: 0 },
    ];
    expect(asked({ count: 4, triplets })).toEqual(['0-1', '0-2', '0=1', '1=3']);
  });

  test('where nothing is said to differ, pictures of two identities do', () => {
    expect(
      asked({
        count: 4,
        groups: [
          [0, 1],
          [2, 3],
        ],
      }),
    ).toEqual(['0-2', '0-3', '0=1', '1-2', '1-3', '2=3']);
  });

  test('a large identity does not outweigh the others, and the seed decides which are drawn', () => {
    const large = Array.from({ length: 400 }, (_, i) => i);
    const annotations = { count: 402, groups: [large, [400, 401]] };
    const same = asked(annotations).filter((pair) => pair.includes('='));
    expect(same.length).toBeLessThanOrEqual(51);
    expect(same).toContain('400=401');
    expect(asked(annotations)).toEqual(asked(annotations));
    expect(asked(annotations, 1)).not.toEqual(asked(annotations));
  });
});

test('folds are alike in pictures and share no identity', () => {
  const groups = Array.from({ length: 23 }, (_, g) => Array.from({ length: (g % 4) + 1 }, (_, i) => 4 * g + i));
  const { identities } = supervision({ count: 92, groups });
  const folds = identityFolds(identities, 5, 3);
  const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((each) => each === fold).length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(4);
  for (const group of groups) expect(new Set(group.map((picture) => folds[picture])).size).toBe(1);
  expect([...identityFolds(identities, 5, 3)]).toEqual([...folds]);
});
