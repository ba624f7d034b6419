import { describe, expect, test } from 'vitest';
import { progressLine } from '../../src/cli/progress/progress-line.ts';
import { memoryOutput } from './memory-world.ts';

describe('progress on a terminal', () => {
  test('is one line from the first event on, drawn again, with rate and time left, and cleared when it is done', () => {
    const { reported, clock, progress } = monitorHistory(true);
    progress({ stage: 'embedding', done: 0, total: 100 });
    clock.ms = 1000;
    progress({ stage: 'embedding', done: 20, total: 100, note: 'cold' });
    expect(reported()).toBe('\r\x1b[2Kembedding 0 of 100\r\x1b[2Kembedding 20 of 100, 20/s, 4.0 s left, cold');
    clock.ms = 5000;
    progress({ stage: 'embedding', done: 100, total: 100 });
    expect(reported().endsWith('\r\x1b[2Kembedding 100, done in 5.0 s\n')).toBe(true);
  });

  test('is not drawn more than ten times a second', () => {
    const { reported, clock, progress } = monitorHistory(true);
    for (let ms = 0; ms < 1000; ms++) {
      clock.ms = ms;
      progress({ stage: 'embedding', done: ms, total: 5000 });
    }
    expect(reported().split('\r').length - 1).toBeLessThanOrEqual(10);
  });

  test('never reaches the last column, where terminals wrap: what matters least is left out', () => {
    const { reported, clock, progress } = monitorHistory(true, 60);
    progress({ stage: 'learning', done: 0, total: 4000 });
    clock.ms = 10_000;
    progress({ stage: 'learning', done: 1000, total: 4000, note: 'epoch 2 of 8, loss 0.123, rate 0.001' });
    expect(lastOf(reported())).toBe('learning 1000 of 4000, 100/s, 30 s left, epoch 2 of 8');
    const narrow = monitorHistory(true, 30);
    narrow.progress({ stage: 'embedding the many pictures of it', done: 0 });
    expect(lastOf(narrow.reported())).toBe('embedding the many pictures …');
  });

  test('goes on where nothing happens, with the time that the stage has lasted', () => {
    const { reported, clock, progress, tick } = monitorHistory(true);
    progress({ stage: 'opening the network', done: 0 });
    for (clock.ms = 0; clock.ms <= 3000; clock.ms += 500) tick();
    expect(reported().split('\r\x1b[2K')).toEqual([
      '',
      'opening the network',
      'opening the network, 1.0 s',
      'opening the network, 2.0 s',
      'opening the network, 3.0 s',
    ]);
  });

  test('tells the pace from what this run has done, once it can be told', () => {
    const { reported, clock, progress } = monitorHistory(true);
    progress({ stage: 'learning', done: 900, total: 1000 });
    clock.ms = 100;
    progress({ stage: 'learning', done: 910, total: 1000 });
    expect(lastOf(reported())).toBe('learning 910 of 1000');
    clock.ms = 2000;
    progress({ stage: 'learning', done: 920, total: 1000 });
    expect(lastOf(reported())).toBe('learning 920 of 1000, 10/s, 8.0 s left');
  });

  test('begins anew with the next stage, and rests when one is over', () => {
    const { reported, clock, progress, tick } = monitorHistory(true);
    progress({ stage: 'opening the network', done: 0 });
    clock.ms = 4000;
    progress({ stage: 'embedding', done: 0, total: 2 });
    expect(lastOf(reported())).toBe('embedding 0 of 2');
    progress({ stage: 'embedding', done: 2, total: 2 });
    clock.ms = 9000;
    tick();
    expect(lastOf(reported())).toBe('');
  });
});

describe('progress elsewhere', () => {
  test('is a line after two seconds and one every ten, without control characters', () => {
    const { reported, clock, progress } = monitorHistory(false);
    for (let ms = 0; ms <= 25_000; ms += 100) {
      clock.ms = ms;
      progress({ stage: 'embedding', done: ms / 100, total: 250 });
    }
    const lines = ['embedding 20 of 250, 10/s, 23 s left', 'embedding 120 of 250, 10/s, 13 s left'];
    const more = ['embedding 220 of 250, 10/s, 3.0 s left', 'embedding 250, done in 25 s', ''];
    expect(reported()).toBe([...lines, ...more].join('\n'));
  });

  test('is no flood where a stage takes long', () => {
    const { reported, clock, progress, tick } = monitorHistory(false);
    progress({ stage: 'learning', done: 0 });
    for (clock.ms = 0; clock.ms <= 600_000; clock.ms += 500) tick();
    expect(reported().split('\n').length).toBeLessThan(30);
  });

  test('says nothing of what is soon done', () => {
    const { reported, clock, progress, clear } = monitorHistory(false);
    progress({ stage: 'embedding', done: 0, total: 2 });
    clock.ms = 900;
    progress({ stage: 'embedding', done: 2, total: 2 });
    clear();
    expect(reported()).toBe('');
  });
});

/** What stands on the line at last. */
function lastOf(reported: string): string {
  return reported.split('\r\x1b[2K').at(-1) ?? '';
}

function monitorHistory(isTerminal: boolean, columns = 80) {
  const clock = { ms: 0 };
  const output = memoryOutput(isTerminal, columns);
  return { clock, reported: output.text, ...progressLine(output, () => clock.ms) };
}
