import { posix, win32 } from 'node:path';

/** Environment variables by name, as `process.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for Discern's caches: `$XDG_CACHE_HOME/discern` or `~/.cache/discern`, `~/Library/Caches/discern` on a
 * Mac, `%LOCALAPPDATA%\discern\Cache` on Windows. `platform` and `home` are `process.platform` and `os.homedir()`. Null
 * where neither a variable nor an absolute home folder gives one.
 */
export function cacheFolder(environment: Environment, platform: string, home: string | null): string | null {
  if (platform === 'win32') {
    const local = environment.LOCALAPPDATA || (home && win32.join(home, 'AppData', 'Local'));
    return local ? win32.join(local, 'discern', 'Cache') : null;
  }
  const isHome = home?.startsWith('/');
  if (platform === 'darwin') return home && isHome ? posix.join(home, 'Library', 'Caches', 'discern') : null;
  const given = environment.XDG_CACHE_HOME ?? '';
  // The XDG Base Directory Specification says to ignore relative paths.
  if (given.startsWith('/')) return posix.join(given, 'discern');
  return home && isHome ? posix.join(home, '.cache', 'discern') : null;
}
