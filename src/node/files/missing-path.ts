import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ErrorParts } from '../../base/error.ts';
import { isAddress } from '../../data/paths.ts';

/** Why nothing exists at a path, as far as its spelling shows. */
export type MissingPath = readonly [meaning: string, parts: Pick<ErrorParts, 'expected' | 'todo'>];

/**
 * What to say about a path where nothing exists: that it is an address, a pattern that the shell has not expanded, a
 * `~`, or a path of a Windows machine; otherwise that it does not exist.
 */
export function missingPath(path: string): MissingPath {
  const expected = 'a path that exists';
  if (isAddress(path)) {
    const file = pathOfUrl(path);
    const todo = file === null ? 'download it, and give the path of the file' : `give its path: ${file}`;
    return ['is an address, and addresses are not fetched', { expected: 'a path on this machine', todo }];
  }
  if (/[*?]|\[[^/]+\]|\{[^/]*,[^/]*\}/.test(path))
    return [
      'does not exist: the shell has not expanded this pattern',
      { expected, todo: 'leave out the quotes, see that something fits it, or give the folder' },
    ];
  if (/(^|\/)~(\/|$)/.test(path))
    return [
      'does not exist: ~ stands for the home folder only on the command line, without quotes',
      { expected, todo: 'write the path in full' },
    ];
  if (sep === '/' && /^([a-z]:[\\/]|\\\\)/i.test(path))
    return [
      'is a path of a Windows machine',
      {
        expected: 'a path on this machine',
        todo: 'write it as it is here; in a list, relative to the folder of the list',
      },
    ];
  return ['does not exist', { expected, todo: todoFor(path) }];
}

function todoFor(path: string): string {
  return path.startsWith('/')
    ? 'check the spelling of the path; one of another machine had better be relative to the folder of its list'
    : 'check the spelling of the path';
}

/** The path of a file address of this machine (`file:///a%20b.png`); null for every other address. */
export function pathOfUrl(address: string): string | null {
  if (!/^file:\/\//i.test(address)) return null;
  try {
    return fileURLToPath(address);
  } catch {
    return null;
  }
}
