import { describe, expect, it } from 'vitest';
import { race, raceLength, winner } from '../../src/search/race.ts';

/** Scores by contender and fold. */
const table: Readonly<Record<string, readonly number[]>> = {
  usual: [0.5, 0.6, 0.5, 0.6],
  better: [0.6, 0.7, 0.6, 0.7],
  lucky: [0.9, 0.3, 0.5, 0.6],
  bad: [0.1, 0.9, 0.9, 0.9],
  worse: [0.2, 0.9, 0.9, 0.9],
};

const scored = async (name: string, fold: number) => table[name][fold];

describe('a race over folds', () => {
  it('drops the worse half of the challengers after each fold, never the first contender', async () => {
    const runs = await race(['usual', 'better', 'lucky', 'bad', 'worse'], 4, scored);
    expect(Object.fromEntries(runs.map(({ contender, scores }) => [contender, scores.length]))).toEqual({
      ...{ usual: 4, better: 4 },
      ...{ lucky: 2, bad: 1, worse: 1 },
    });
    expect(winner(runs, 4)).toBe('better');
  });

  it('keeps the first where another is not significantly better', async () => {
    const noisy = { usual: [0.5, 0.5, 0.5, 0.5], other: [0.9, 0.2, 0.9, 0.2] };
    const runs = await race<'usual' | 'other'>(['usual', 'other'], 4, async (name, fold) => noisy[name][fold]);
    expect(winner(runs, 4)).toBe('usual');
  });

  it('keeps its scores where time is over: only contenders scored on all folds can win', async () => {
    let left = 5;
    const runs = await race(['usual', 'better'], 4, async (name, fold) => (left-- > 0 ? scored(name, fold) : null));
    expect(runs.map(({ scores }) => scores.length)).toEqual([3, 2]);
    expect(winner(runs, 4)).toBe('usual');
  });

  it.each([1, 2, 3, 6, 9])('of %i contenders takes as many scores as predicted', async (count) => {
    for (const folds of [1, 2, 5]) {
      let scores = 0;
      await race(
        Array.from({ length: count }, (_, i) => i),
        folds,
        async (contender) => {
          scores++;
          return contender;
        },
      );
      expect(raceLength(count, folds)).toBe(scores);
    }
  });

  it('has no other winner where there is no other contender', async () => {
    expect(winner(await race(['usual'], 4, scored), 4)).toBe('usual');
  });
});
