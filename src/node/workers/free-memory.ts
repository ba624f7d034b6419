import { readFile } from 'node:fs/promises';
import { freemem, platform, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Bytes of memory that this process may still take: the machine's free memory, or less where a container or service
 * manager limits it (Linux control groups, both versions). Memory that caches files counts as free.
 */
export async function freeMemory({ root = '/' } = {}): Promise<number> {
  const groups = await textOf(join(root, 'proc/self/cgroup'));
  const places = groups.split('\n').flatMap((line) => placesOf(line, join(root, 'sys/fs/cgroup')));
  const left = await Promise.all(places.map(leftIn));
  return Math.min(machineFree(), ...left);
}

/** Free memory of the machine. macOS counts memory that it could give back as taken. */
function machineFree(): number {
  return platform() === 'darwin' ? Math.max(freemem(), totalmem() / 2) : freemem();
}

/** Where the files of a control group lie. */
type Place = {
  readonly folder: string;
  readonly limit: string;
  readonly used: string;
  /** The line of memory.stat with the bytes of cached files that were not read lately. */
  readonly cached: string;
};

/**
 * The control groups of a line of /proc/self/cgroup, `ID:CONTROLLERS:PATH`: the named group and all groups above it,
 * each of which may limit memory.
 */
function placesOf(line: string, mount: string): Place[] {
  const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
  if (path === undefined) return [];
  if (controllers === '') {
    const names = { limit: 'memory.max', used: 'memory.current', cached: 'inactive_file' };
    return upwards(path).map((each) => ({ folder: join(mount, each), ...names }));
  }
  if (!controllers.split(',').includes('memory')) return [];
  const names = { limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes', cached: 'total_inactive_file' };
  return upwards(path).map((each) => ({ folder: join(mount, 'memory', each), ...names }));
}

function upwards(path: string): string[] {
  return dirname(path) === path ? [path] : [path, ...upwards(dirname(path))];
}

/** Bytes that a group has left; infinite where it sets no limit or does not exist. */
async function leftIn({ folder, limit, used, cached }: Place): Promise<number> {
  const [most, taken] = await Promise.all(
    [limit, used].map(async (name) => numberIn(await textOf(join(folder, name)))),
  );
  if (most === null || taken === null) return Number.POSITIVE_INFINITY;
  const stat = await textOf(join(folder, 'memory.stat'));
  const idle = numberIn(new RegExp(`^${cached} (\\d+)$`, 'm').exec(stat)?.[1] ?? '') ?? 0;
  return Math.max(0, most - Math.max(0, taken - idle));
}

/** The number in a text; null for `max` and for an empty text. */
function numberIn(text: string): number | null {
  return /^\d+$/.test(text.trim()) ? Number(text) : null;
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
