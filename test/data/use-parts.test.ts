import { describe, expect, test } from 'vitest';
import type { Dataset, Part, Sample } from '../../src/data/dataset.ts';
import { comparisonParts, learningParts, partSizes, scoringPart } from '../../src/data/splits/use-parts.ts';

function dataset(...present: (Part | null)[]): Dataset {
  const samples = present.flatMap((part): Sample[] =>
    Array.from({ length: 20 }, (_, i) => ({ path: `${part}/${i}.jpg`, label: i % 2 ? 'a' : 'b', part, group: null })),
  );
  return { name: 'set', samples, classes: ['a', 'b'], pairs: [], triplets: [], remarks: [] };
}

const folders = (samples: readonly Sample[]) => [...new Set(samples.map(({ path }) => path.split('/')[0]))];

describe('learning', () => {
  test('learns on train and selects on val, never on test', () => {
    const { train, val } = learningParts(dataset('train', 'val', 'test'));
    expect([folders(train), folders(val ?? [])]).toEqual([['train'], ['val']]);
  });

  test.each([[['train', 'test']], [['train']], [[null]]] as (Part | null)[][][])(
    'without val: train alone, from which learning holds out (%s)',
    (present) => {
      const { train, val } = learningParts(dataset(...present));
      expect([folders(train), train.length, val]).toEqual([[String(present[0])], 20, null]);
    },
  );

  test('without train: an error', () => {
    expect(() => learningParts(dataset('val', 'test'))).toThrow(expect.objectContaining({ code: 'empty' }));
  });
});

describe('scoring', () => {
  test.each<[(Part | null)[], string]>([
    [['train', 'val', 'test'], 'test'],
    [['train', 'val'], 'val'],
    [['train'], 'all'],
    [[null], 'all'],
  ])('%s: %s', (present, part) => {
    const scored = scoringPart(dataset(...present));
    expect(scored.part).toBe(part);
    expect(folders(scored.samples)).toEqual(part === 'all' ? [String(present[0])] : [part]);
  });
});

describe('comparison', () => {
  test('draws nothing itself where nothing is split off: scenes are only known when pictures are embedded', () => {
    for (const set of [dataset(null), dataset('train')]) expect(comparisonParts(set)).toBeNull();
  });

  test('selects on no picture that it scores', () => {
    const { train, val, score, part } = partsOf(dataset('train', 'val'));
    expect([folders(train), val, folders(score), part]).toEqual([['train'], null, ['val'], 'val']);
  });

  test('uses all three where all are given', () => {
    const { train, val, score } = partsOf(dataset('train', 'val', 'test'));
    expect([folders(train), folders(val ?? []), folders(score)]).toEqual([['train'], ['val'], ['test']]);
  });

  function partsOf(set: Dataset) {
    return comparisonParts(set) ?? expect.fail('it has parts');
  }
});

test('sizes', () => {
  expect(partSizes(dataset('train', 'val').samples)).toEqual({ train: 20, val: 20, test: 0 });
});
