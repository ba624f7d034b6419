import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { root } from '../source-files.ts';

/** Never lets the thread of the work come to its timers: waits for what the other thread draws, then hides the line. */
const script = `
  import { readFileSync } from 'node:fs';
  const { startTicker } = await import(process.argv[1]);
  const drawn = () => readFileSync(process.argv[2], 'utf8');
  const block = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  const ticker = startTicker(2);
  ticker.show({ event: { stage: 'opening', done: 0 }, from: 0, elapsedMs: 5000, room: 40 });
  for (let tries = 0; tries < 600 && drawn() === ''; tries++) block(100);
  ticker.hide();
  const before = drawn();
  block(2000);
  console.log(JSON.stringify({ before, after: drawn() }));
  process.exit(0);`;

test('the line moves while the thread of the work is kept from its timers, and stands once it is hidden', () => {
  const folder = mkdtempSync(join(tmpdir(), 'discern-ticker-'));
  try {
    const terminal = join(folder, 'terminal');
    const ticker = pathToFileURL(join(root, 'dist', 'src', 'cli', 'progress', 'ticker.js')).href;
    const argv = ['--input-type=module', '--eval', script, ticker, terminal];
    const child = spawnSync(process.execPath, argv, { stdio: ['ignore', 'pipe', openSync(terminal, 'w')] });
    const { before, after } = JSON.parse(child.stdout.toString());
    expect(before.replaceAll('\r\x1b[2K', '\n')).toMatch(/^(\nopening, \d+(\.\d)? s)+$/);
    expect(after).toBe(before);
    expect(readFileSync(terminal, 'utf8')).toBe(after);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
