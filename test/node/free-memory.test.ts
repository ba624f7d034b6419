import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freeMemory } from '../../src/node/workers/free-memory.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A machine with these files. */
function machine(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'discern-cgroup-'));
  roots.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

test('without control groups it is what the machine has free', async () => {
  const free = await freeMemory({ root: machine({}) });
  expect(free).toBeGreaterThan(freemem() / 2);
});

test('a container leaves what its limit does, and files in cache are as good as free', async () => {
  const root = machine({
    'proc/self/cgroup': '0::/\n',
    'sys/fs/cgroup/memory.max': '3000000\n',
    'sys/fs/cgroup/memory.current': '2000000\n',
    'sys/fs/cgroup/memory.stat': 'anon 1500000\ninactive_file 400000\nactive_file 100000\n',
  });
  expect(await freeMemory({ root })).toBe(1_400_000);
});

test('the tightest of the groups around counts, and one without a limit does not', async () => {
  const root = machine({
    'proc/self/cgroup': '0::/user/session\n',
    'sys/fs/cgroup/user/session/memory.max': 'max\n',
    'sys/fs/cgroup/user/session/memory.current': '100\n',
    'sys/fs/cgroup/user/memory.max': '5000000\n',
    'sys/fs/cgroup/user/memory.current': '4000000\n',
  });
  expect(await freeMemory({ root })).toBe(1_000_000);
});

test('the older version of control groups is known too, also from within a container', async () => {
  const root = machine({
    'proc/self/cgroup': '5:cpu,cpuacct:/docker/ab\n4:memory:/docker/ab\n',
    'sys/fs/cgroup/memory/memory.limit_in_bytes': '3000000\n',
    'sys/fs/cgroup/memory/memory.usage_in_bytes': '2900000\n',
    'sys/fs/cgroup/memory/memory.stat': 'inactive_file 1\ntotal_inactive_file 900000\n',
  });
  expect(await freeMemory({ root })).toBe(1_000_000);
});
