import { expect, it } from 'vitest';
import { internalError } from '../../src/base/error.ts';
import { adamW } from '../../src/steps/optimizers/adam-w.ts';
import { stepsPerCall } from '../../src/train/cost/steps-per-call.ts';

const objectiveOf = (numbers: number) => ({
  parameters: [{ name: 'w', shape: [numbers], initial: new Float32Array(numbers), decay: true }],
  optimizer: adamW(),
  loss: () => {
    throw internalError('nothing is computed here');
  },
});

it('a call takes more steps the larger the state is, within bounds', () => {
  expect([10, 5e6, 9e6, 2e7].map((numbers) => stepsPerCall(objectiveOf(numbers)))).toEqual([4, 6, 11, 16]);
});
