import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { threadsFor, threadsWithin } from '../../src/node/workers/bounded-threads.ts';

test('threads are as many as were asked for, and no more than cores, pictures and memory are for', async () => {
  const cores = availableParallelism();
  expect([threadsWithin(1), threadsWithin(400), threadsWithin()]).toEqual([1, cores, cores]);
  expect(await threadsFor(400, { pictures: 1, modelBytes: 1e6 })).toBe(1);
  expect(await threadsFor(undefined, { pictures: 0, modelBytes: 1e6 })).toBe(1);
  expect(await threadsFor(400, { modelBytes: 1e13 })).toBe(1);
});
