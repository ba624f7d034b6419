import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../source-files.ts';

/** The compiled sources, for processes of their own. */
export const sources = join(root, 'dist/src');

/** The program that they run. */
export const writeChild = join(import.meta.dirname, 'write-child.js');

/** Runs it with at most 2 MB a file. As on a full disk, the system cuts a write short and refuses the next. */
export function writeWithoutRoom(...what: string[]): SpawnSyncReturns<string> {
  const command = ['-c', 'ulimit -f 2000; exec "$0" "$@"', process.execPath, writeChild, sources, ...what];
  return spawnSync('bash', command, { encoding: 'utf8' });
}
