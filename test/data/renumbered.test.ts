import { expect, it } from 'vitest';
import { renumbered } from '../../src/data/renumbered.ts';

it('numbers what is there from 0 on, in its order, whatever gaps it has', () => {
  const { of, count } = renumbered([7, 2, 7, 40, 2]);
  expect([count, [...of([2, 7, 40])], [...of([7, 2, 7, 40, 2])]]).toEqual([3, [0, 1, 2], [1, 0, 1, 2, 0]]);
  expect(renumbered([]).count).toBe(0);
});
