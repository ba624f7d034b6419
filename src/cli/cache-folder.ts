import { homedir } from 'node:os';
import { join } from 'node:path';
import type { World } from './context.ts';

/** The folder where Discern keeps what it can make or fetch again, as the platform wants it; not yet created. */
export function cacheFolder(environment: World['environment'], platform: string = process.platform): string {
  return join(cachesOf(environment, platform), 'discern');
}

function cachesOf({ XDG_CACHE_HOME, LOCALAPPDATA, HOME = homedir() }: World['environment'], platform: string): string {
  if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
  if (platform === 'win32') return LOCALAPPDATA ?? join(HOME, 'AppData', 'Local');
  if (platform === 'darwin') return join(HOME, 'Library', 'Caches');
  return join(HOME, '.cache');
}
