import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../source-files.ts';

const bench = (...parameters: string[]) =>
  spawnSync(process.execPath, [join(root, 'bench', 'run.js'), ...parameters], { encoding: 'utf8' });

const names = bench()
  .stdout.split('\n\n')[0]
  .split('\n')
  .map((line) => line.split(' ')[0]);

test('without a name it lists the benchmarks', () => {
  expect(names).toContain('embed');
  expect(bench().status).toBe(0);
});

test('asked for help it measures nothing', () => {
  expect(bench('omniglot', '--help').stdout).toBe(bench().stdout);
});

test.each(names)('%s is explained, and has its file', (name) => {
  expect(readFileSync(join(root, 'docs', 'bench.md'), 'utf8')).toContain(`| \`${name}\` |`);
  expect(existsSync(join(root, 'bench', `${name}.js`))).toBe(true);
});

test('a name that is none fails with those that are', () => {
  const { status, stderr } = bench('nonsense');
  expect(status).toBe(1);
  for (const name of names) expect(stderr).toContain(name);
});

test('medians and ratios of rounds, which alternate', () => {
  const script = `
    import { evenly, median, ratio, rounds } from ${JSON.stringify(new URL('../../bench/paired.js', import.meta.url).href)};
    const order = [];
    const contestant = (name) => (round) => order.push(name + round);
    await rounds({ a: contestant('a'), b: contestant('b') }, 3);
    console.log(JSON.stringify([order, median([3, 1, 2]), median([4, 1, 2, 3]), ratio([2, 9, 4], [1, 3, 1]), evenly([0, 1, 2, 3, 4, 5], 3)]));
  `;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual([
    ['a0', 'b0', 'b1', 'a1', 'a2', 'b2'],
    2,
    2.5,
    { median: 3, least: 2, most: 4 },
    [0, 2, 4],
  ]);
});
