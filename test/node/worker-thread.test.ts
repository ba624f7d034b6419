import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { leastLoaded, WorkerThread } from '../../src/node/workers/worker-thread.ts';

const file = fileURLToPath(new URL('answering-worker.js', import.meta.url));
const opened = (starts = true) => new WorkerThread<string, Float32Array>(file, { starts });

test('answers each request, also those that were sent before it was ready, and closes after them', async () => {
  const thread = opened();
  const sent = ['a', 'refuse', 'ccc'].map((request) => thread.ask(request));
  expect(thread.load).toBe(3);
  const [first, refused, last] = await Promise.allSettled([...sent, thread.started, thread.close()]);
  expect(first).toMatchObject({ value: Float32Array.of(1) });
  expect(refused).toMatchObject({ reason: { code: 'bad-model', message: 'no network', todo: 't' } });
  expect(last).toMatchObject({ value: Float32Array.of(3) });
  expect(thread.load).toBe(0);
  await expect(thread.ask('a')).rejects.toMatchObject({ message: 'internal: the threads were closed' });
});

test('that dies rejects what it was sent and all that follows, with what to do', async () => {
  for (const [request, reason] of Object.entries({ throw: 'out of memory', die: 'it ended with code 7' })) {
    const thread = opened();
    await thread.started;
    const dead = {
      code: 'internal',
      message: expect.stringContaining(`died: ${reason}`),
      todo: expect.stringContaining('--threads'),
    };
    const sent = [thread.ask(request), thread.ask('a long request')];
    for (const result of await Promise.allSettled(sent)) expect(result).toMatchObject({ reason: dead });
    await expect(thread.ask('a')).rejects.toMatchObject(dead);
    await thread.close();
  }
});

test('that cannot start says why, to who waits for it and to who sends a request', async () => {
  const thread = opened(false);
  const sent = thread.ask('a');
  for (const result of await Promise.allSettled([thread.started, sent, thread.ask('b')])) {
    expect(result).toMatchObject({ reason: { code: 'bad-model' } });
  }
  await thread.close();
});

test('the least loaded thread is the first with the fewest open requests', () => {
  const [busy, idle, alsoIdle] = [2, 1, 1].map((load) => ({ load }));
  expect(leastLoaded([busy, idle, alsoIdle])).toBe(idle);
});
