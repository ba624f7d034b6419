import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { losses } from '../../src/losses/catalogue.ts';
import { root } from '../source-files.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The rows of docs/losses.md: a loss, its file, what it needs, its options. */
const rows = [...read('docs/losses.md').matchAll(/^\| \[`(\w+)`\]\(\.\.\/(\S+)\) \| ([^|]*) \| ([^|]*) \|/gm)].map(
  ([, name, file, needs, options]) => ({ name, file, needs, options }),
);

/** How a row is written. */
const form =
  'a row of docs/losses.md: | [`NAME`](../src/losses/KIND/FILE.ts) | NEEDS | OPTIONS | paper | when |, where NEEDS begins ' +
  'with what the loss declares, and OPTIONS names every option with its default, `margin` 0.1 (unit), `bins` 10; without ' +
  'options: none';

test('docs/losses.md has a row for every loss, once', () => {
  expect(rows.map(({ name }) => name).toSorted(), form).toEqual(Object.keys(losses).toSorted());
});

test.each(rows)('of $name it says the needs, and every option with its default', ({ name, file, needs, options }) => {
  const source = read(file);
  const reported = [...options.matchAll(/`(\w+)` (\[[^\]]*\]|1 \/ 9|[\w.]+)/g)].map(([, option, value]) => ({
    option,
    value,
  }));
  for (const { option, value } of reported) {
    expect(source.replace(/\b(\w+): \w+ =/g, '$1 =')).toMatch(
      new RegExp(`\\b${option} = ${value.replace(/[[\]./]/g, '\\$&')}[,\\s]`),
    );
  }
  const missing = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].filter(
    ([, each]) => !reported.some(({ option }) => option === each),
  );
  expect(missing, form).toEqual([]);
  const loss = Object.entries(losses).find(([each]) => each === name)?.[1]();
  expect(needs.split(',')[0], form).toBe(loss?.needs);
});
