import { describe, expect, test } from 'vitest';
import { semaphore } from '../../src/base/semaphore.ts';

/** A task that notes its start in the log, and runs until `end` is called. */
function task(name: string, log: string[]) {
  let end = (_error?: Error) => {};
  const ended = new Promise<string>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve(name));
  });
  const run = () => {
    log.push(name);
    return ended;
  };
  return { run, end };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a semaphore', () => {
  test('of 1 runs one task at a time, in the order of the calls, also after one that throws', async () => {
    const mutex = semaphore(1);
    const log: string[] = [];
    const first = task('first', log);
    const second = task('second', log);
    const third = task('third', log);
    const results = Promise.allSettled([first, second, third].map(({ run }) => mutex.run(run)));
    await turn();
    expect(log).toEqual(['first']);
    first.end(new Error('broken'));
    await turn();
    expect(log).toEqual(['first', 'second']);
    second.end();
    third.end();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(log).toEqual(['first', 'second', 'third']);
  });

  test('holds weights back until they fit, and lets what is above the limit in alone', async () => {
    const bytes = semaphore(10);
    const log: string[] = [];
    const small = task('small', log);
    const large = task('large', log);
    const other = task('other', log);
    const results = Promise.all([bytes.run(small.run, 4), bytes.run(large.run, 50), bytes.run(other.run, 1)]);
    await turn();
    expect(log).toEqual(['small']);
    small.end();
    await turn();
    expect(log).toEqual(['small', 'large']);
    large.end();
    other.end();
    expect(await results).toEqual(['small', 'large', 'other']);
  });
});
