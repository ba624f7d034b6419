import { expect, test } from 'vitest';
import { endingOf, stepsOf } from '../../src/stages/training-result.ts';

const stage = {
  weights: {},
  best: 1,
  initialValidation: null,
  history: [],
  lengths: [],
  incidents: [],
  steps: 3,
  ending: 'finished',
} as const;

test('training ended as the first of its stages that did not finish', () => {
  const learned = (...endings: readonly ('finished' | 'diverged' | 'plateau')[]) => ({
    stages: endings.map((ending) => ({ ...stage, ending })),
  });
  expect(endingOf(learned('finished', 'finished'))).toBe('finished');
  expect(endingOf(learned('finished', 'plateau', 'diverged'))).toBe('plateau');
  expect(endingOf(learned('diverged', 'finished'))).toBe('diverged');
  expect(stepsOf(learned('finished', 'finished'))).toBe(6);
});
