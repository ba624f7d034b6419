import { expect, test } from 'vitest';
import { overrunOf } from '../../../src/node/training/overrun.ts';

const learned = { allowed: 40, epochs: [10, 10, 10], stages: 1 };

test('a training that ended within its time, or a moment after it, has no overrun', () => {
  expect(overrunOf(1, { read: 5, planned: 15, learned: 50, ended: 60.5 }, learned)).toBeNull();
});

test('what could not begin in time tells what took so long before it', () => {
  const overrun = overrunOf(1, { read: 70, planned: 75, learned: 90, ended: 95 }, learned);
  expect(overrun).toMatchObject({ minutes: 1, seconds: 35 });
  expect(overrun?.because).toBe(
    'before learning could begin, reading the pictures took 1 min 10 s and making a plan 5.0 s',
  );
});

test('one epoch a stage is the least that is learned; of more, the machine had been quicker', () => {
  const spent = { read: 5, planned: 15, learned: 80, ended: 85 };
  expect(overrunOf(1, spent, { allowed: 40, epochs: [60], stages: 1 })?.because).toBe(
    'learning took 1 min 00 s for 1 epoch and 5.0 s for preparing pictures, where 40 s were left, and there is no shorter training',
  );
  expect(overrunOf(1, spent, { allowed: 40, epochs: [30, 30], stages: 1 })?.because).toContain(
    'the machine was slower than when the plan was made',
  );
});

test('an end that took too long is told as such', () => {
  const overrun = overrunOf(1, { read: 5, planned: 15, learned: 50, ended: 90 }, learned);
  expect(overrun?.because).toBe('finding what ends the network, and writing it, took 40 s');
});
