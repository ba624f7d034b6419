import { expect, test } from 'vitest';
import { scoreTables } from '../../src/evaluate/score-rows.ts';
import { exampleResult } from './example.ts';

const result = exampleResult();
const rows = scoreTables(result).flatMap((table) => table.rows);
const rowOf = (title: string) => rows.find((row) => row.title === title);

test('every number of the JSON has a row', () => {
  const { classifier, gallery, unknown } = result;
  const leaves = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];
  const numbers = [classifier, gallery, unknown?.classifier, unknown?.gallery]
    .flatMap(leaves)
    .filter((value) => typeof value === 'number');
  const cells = rows.flatMap((row) => [row.classifier, row.gallery]).filter((cell) => cell !== null);
  // Both ends of the two intervals share a cell.
  expect(cells).toHaveLength(numbers.length - 2);
});

test('the better number is marked, whichever way better lies', () => {
  expect(rowOf('Accuracy')).toMatchObject({ classifier: '83.0 %', gallery: '80.3 %', better: 'classifier' });
  expect(rowOf('Strangers accepted at 95 %')).toMatchObject({ better: 'gallery' });
  expect(rowOf('Learning')).toMatchObject({ classifier: '12 s', gallery: '0.3 s', better: 'gallery' });
  expect(rowOf('Deciding')).toMatchObject({ better: null });
  expect(rowOf('Top 5')).toMatchObject({ gallery: null, better: null });
});

test('a missing approach leaves its column empty, and its own rows out', () => {
  const alone = scoreTables({ ...result, classifier: null, unknown: null });
  expect(alone.map(({ heading }) => heading)).toEqual(['Naming the picture', 'At the threshold', 'Costs']);
  for (const row of alone.flatMap((table) => table.rows)) {
    expect(row.classifier).toBeNull();
    expect(row.gallery).not.toBeNull();
  }
});
