import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder } from '../../src/cli/cache-folder.ts';

test.each([
  ['linux', { HOME: '/h' }, join('/h', '.cache', 'discern')],
  ['linux', { HOME: '/h', XDG_CACHE_HOME: '/x' }, join('/x', 'discern')],
  ['darwin', { HOME: '/h' }, join('/h', 'Library', 'Caches', 'discern')],
  ['win32', { LOCALAPPDATA: '/l' }, join('/l', 'discern')],
])('on %s with %j', (platform, environment, expected) => {
  expect(cacheFolder(environment, platform)).toBe(expected);
});
