import { expect, test } from 'vitest';
import { overrunOf } from '../../src/stages/overrun.ts';

const inTime = { allowed: 40, epochs: [10, 10, 10], stages: 1 };

test('a training that ended within its time, or a moment after it, has no overrun', () => {
  expect(overrunOf(1, { read: 5, planned: 15, learned: 50, ended: 60.5 }, inTime)).toBeNull();
});

test('tells by how much it took longer, and where all of the time went', () => {
  const overrun = overrunOf(1, { read: 70, planned: 75, learned: 110, ended: 115 }, inTime);
  expect(overrun).toEqual({
    minutes: 1,
    seconds: 55,
    because:
      'the time was over before learning could begin, and there is no shorter training: reading the pictures took ' +
      '1 min 10 s, making a plan 5.0 s, preparing pictures 5.0 s, learning 3 epochs 30 s, ending and writing the network 5.0 s',
  });
});

test.each([
  ['one epoch a stage is the least that is learned', [60], 80, 85, 'there is no shorter training of these pictures'],
  ['of more, the machine had been quicker', [30, 30], 80, 85, 'the machine was slower than when the plan was made'],
  ['what was learned in time had too long an end', [10, 20], 50, 90, 'the end took longer than was foreseen'],
])('%s', (_, epochs, learned, ended, cause) => {
  const spent = { read: 5, planned: 15, learned, ended };
  expect(overrunOf(1, spent, { allowed: 40, epochs, stages: 1 })?.because.split(':')[0]).toBe(cause);
});
