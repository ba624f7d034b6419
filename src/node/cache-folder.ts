import { posix, win32 } from 'node:path';

/** Environment variables by name, as `process.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where a person's caches belong: `$XDG_CACHE_HOME/discern` or `~/.cache/discern`, `~/Library/Caches/discern` on a Mac,
 * `%LOCALAPPDATA%\discern\Cache` on Windows. `platform` and `home` are `process.platform` and `os.homedir()`.
 */
export function cacheFolder(environment: Environment, platform: string, home: string): string {
  if (platform === 'win32') {
    return win32.join(environment.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'discern', 'Cache');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'discern');
  const given = environment.XDG_CACHE_HOME ?? '';
  // The XDG Base Directory Specification has relative paths ignored.
  return posix.join(given.startsWith('/') ? given : posix.join(home, '.cache'), 'discern');
}
