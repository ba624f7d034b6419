import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { table } from '../../src/cli/text/table.ts';

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

test('a table without any heading begins with its rows', () => {
  expect(table([{ head: '' }, { head: '' }], [['ok', 'disk']])).toBe('ok  disk');
});

test('a table that is too wide stays one: its widest cells have several lines', () => {
  const columns = [{ head: 'measure' }, { head: 'classifier', align: 'right' }, { head: 'gallery' }] as const;
  const rows = [
    ['  share of pictures named rightly', '* 81.2 % (79.1 to 83.0 %)', '75.0 % (73.0 to 77.0 %)'],
    ['seconds', '3', '4'],
  ];
  expect(table(columns, rows, 40).split('\n')).toEqual([
    'measure     classifier  gallery',
    '  share of    * 81.2 %  75.0 % (73.0 to',
    '  pictures    (79.1 to  77.0 %)',
    '  named        83.0 %)',
    '  rightly',
    'seconds              3  4',
  ]);
});

test.each([12, 20, 31, 50, 79])('in %i columns nothing of a table is lost, whatever its words', (width) => {
  const cells = ['a/path/that/has/no/blank/and/goes/on.jpg', '日本日本日本日本日本日本', 'three short words', '1'];
  const shown = table(cells.map((_, index) => ({ head: `h${index}` })).slice(0, 3), [cells.slice(0, 3)], width);
  expect(Math.max(...shown.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
  const count = (text: string) => [...text.replace(/\s/g, '')].sort().join('');
  expect(count(shown)).toBe(count(`h0h1h2${cells.slice(0, 3).join('')}`));
});
