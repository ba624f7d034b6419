import { describe, expect, test } from 'vitest';
import { progressLine } from '../../src/cli/progress-line.ts';
import { memoryOutput } from './memory-world.ts';

describe('progress on a terminal', () => {
  test('is one line, drawn again, with rate and time left, and cleared when it is done', () => {
    const { told, clock, progress } = watched(true);
    progress({ stage: 'embedding', done: 0, total: 100 });
    clock.ms = 1000;
    progress({ stage: 'embedding', done: 20, total: 100, note: 'cold' });
    expect(told()).toBe('\r\x1b[2Kembedding 20 of 100, 20/s, 4.0 s left, cold');
    clock.ms = 5000;
    progress({ stage: 'embedding', done: 100, total: 100 });
    expect(told().endsWith('\r\x1b[2Kembedding 100, done in 5.0 s\n')).toBe(true);
  });

  test('is not drawn more than ten times a second', () => {
    const { told, clock, progress } = watched(true);
    for (let ms = 0; ms < 1000; ms++) {
      clock.ms = ms;
      progress({ stage: 'embedding', done: ms, total: 5000 });
    }
    expect(told().split('\r').length - 1).toBeLessThanOrEqual(10);
  });

  test('never reaches the last column, where terminals wrap', () => {
    const { told, clock, progress } = watched(true, 30);
    progress({ stage: 'embedding the pictures', done: 0 });
    clock.ms = 5000;
    progress({ stage: 'embedding the pictures', done: 1234567, note: 'a long note' });
    expect(told().replace('\r\x1b[2K', '').length).toBe(29);
  });
});

describe('progress elsewhere', () => {
  test('is a line every ten seconds, without control characters', () => {
    const { told, clock, progress } = watched(false);
    for (let ms = 0; ms <= 25_000; ms += 100) {
      clock.ms = ms;
      progress({ stage: 'embedding', done: ms / 100, total: 250 });
    }
    const lines = ['embedding 100 of 250, 10/s, 15 s left', 'embedding 200 of 250, 10/s, 5.0 s left'];
    expect(told()).toBe([...lines, 'embedding 250, done in 25 s', ''].join('\n'));
  });

  test('says nothing of what is soon done', () => {
    const { told, clock, progress, clear } = watched(false);
    progress({ stage: 'embedding', done: 0, total: 2 });
    clock.ms = 900;
    progress({ stage: 'embedding', done: 2, total: 2 });
    clear();
    expect(told()).toBe('');
  });
});

function watched(isTerminal: boolean, columns = 80) {
  const clock = { ms: 0 };
  const output = memoryOutput(isTerminal, columns);
  return { clock, told: output.text, ...progressLine(output, () => clock.ms) };
}
