import { readFile } from 'node:fs/promises';
import { freemem, platform, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Bytes of memory that this process may still take: what the machine has free, or less where a container or service
 * manager limits it (Linux control groups, both versions; what they count for files in cache is as good as free).
 */
export async function freeMemory({ root = '/' } = {}): Promise<number> {
  const groups = await textOf(join(root, 'proc/self/cgroup'));
  const places = groups.split('\n').flatMap((line) => placesOf(line, join(root, 'sys/fs/cgroup')));
  const left = await Promise.all(places.map(leftIn));
  return Math.min(machineFree(), ...left);
}

/** macOS counts what it would give back as taken. */
function machineFree(): number {
  return platform() === 'darwin' ? Math.max(freemem(), totalmem() / 2) : freemem();
}

/** A control group's files. */
type Place = {
  readonly folder: string;
  readonly limit: string;
  readonly used: string;
  /** The line of memory.stat that says what files in cache take that were not read lately. */
  readonly cached: string;
};

/** The groups of a line of /proc/self/cgroup, `ID:CONTROLLERS:PATH`: itself and all around it, each of which may limit. */
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

/** What a group has left; without end where it sets no limit or is not there. */
async function leftIn({ folder, limit, used, cached }: Place): Promise<number> {
  const [most, taken] = await Promise.all(
    [limit, used].map(async (name) => numberIn(await textOf(join(folder, name)))),
  );
  if (most === null || taken === null) return Number.POSITIVE_INFINITY;
  const stat = await textOf(join(folder, 'memory.stat'));
  const idle = numberIn(new RegExp(`^${cached} (\\d+)$`, 'm').exec(stat)?.[1] ?? '') ?? 0;
  return Math.max(0, most - Math.max(0, taken - idle));
}

/** Null for `max` and for nothing. */
function numberIn(text: string): number | null {
  return /^\d+$/.test(text.trim()) ? Number(text) : null;
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
