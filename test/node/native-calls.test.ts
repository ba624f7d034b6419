import { expect, test } from 'vitest';
import { guarded, holdExit, nativeCalls } from '../../src/node/workers/native-calls.ts';

/** The listener that holdExit adds, called as process.exit would. */
function exitListener(calls: SharedArrayBuffer): () => void {
  const before = process.listeners('exit');
  const letGo = holdExit(calls);
  const [added] = process.listeners('exit').filter((listener) => !before.includes(listener));
  letGo();
  expect(process.listeners('exit')).toEqual(before);
  return () => added(0);
}

test('a call gives its result or its error, and is over then', async () => {
  const calls = nativeCalls();
  expect(await guarded(calls, async () => 7)).toBe(7);
  await expect(guarded(calls, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect([...new Int32Array(calls)]).toEqual([0, 0]);
});

test('after the end has begun no call starts, and none is counted as running', async () => {
  const calls = nativeCalls();
  exitListener(calls)();
  let started = false;
  guarded(calls, async () => {
    started = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(started).toBe(false);
  expect([...new Int32Array(calls)]).toEqual([0, 1]);
});
