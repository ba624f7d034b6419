import { expect, test } from 'vitest';
import { table } from '../../src/cli/table.ts';

test('columns are aligned in any script, numbers to the right, without trailing blanks', () => {
  const columns = [{ head: 'class' }, { head: 'score', align: 'right' }] as const;
  const rows = [
    ['日本', '0.5'],
    ['cat', '-0.25'],
  ];
  expect(table(columns, rows).split('\n')).toEqual(['class  score', '日本     0.5', 'cat    -0.25']);
});

test('a table without rows has its headings', () => {
  expect(table([{ head: 'class' }], [])).toBe('class');
});
