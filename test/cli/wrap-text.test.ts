import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { widthOf, wrapCell, wrapText } from '../../src/cli/text/wrap-text.ts';

test('text that fits is left as it is, blanks and all', () => {
  const text = 'a  table   with blanks\n\n  and an indent';
  expect(wrapText(text, 24)).toBe(text);
  expect(wrapText('x '.repeat(100), Number.POSITIVE_INFINITY)).toBe('x '.repeat(100));
});

test('lines break between words, and go on under the text of their label or dash', () => {
  expect(wrapText('discern: some pictures could not be read\n  to do:    give others of them', 24)).toBe(
    ['discern: some pictures', '  could not be read', '  to do:    give others', '            of them'].join('\n'),
  );
  expect(wrapText('- the gallery is better by far\nNetwork:   one of a long name', 22)).toBe(
    ['- the gallery is', '  better by far', 'Network:   one of a', '           long name'].join('\n'),
  );
});

test('a path that is longer than a line stays whole, so that it can be copied', () => {
  const path = '/a/folder/with/a/long/name/picture.jpg';
  expect(wrapText(`could not read ${path} at all`, 20).split('\n')).toEqual(['could not read', path, 'at all']);
  expect(wrapText(`  given:    ${path}`, 30).split('\n')).toEqual([`  given:    ${path}`]);
});

test('a number stays with its unit', () => {
  expect(wrapText('cat 99.5 %, dog 0.1 %', 19)).toBe('cat 99.5 %, dog\n0.1 %');
  expect(wrapCell('in 2.5 s or 12 MB', 9)).toBe('in 2.5 s\nor 12 MB');
});

test('a command to be typed can be copied over its lines', () => {
  const command = 'discern fit pictures --out bundle --backbone own.onnx';
  const shown = wrapText(`Next: ${command}\n  ${command}`, 30);
  for (const line of shown.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(30);
  const joined = shown.replace(/ \\\n */g, ' ');
  expect(joined).toBe(`Next: ${command}\n  ${command}`);
});

test('a cell breaks also words, and keeps its indent on every line', () => {
  expect(wrapCell('  finding averyverylongword', 10)).toBe(['  finding', '  averyver', '  ylongwor', '  d'].join('\n'));
});

test('only a terminal has a width', () => {
  expect(widthOf({ isTerminal: true, columns: 50 })).toBe(50);
  expect(widthOf({ isTerminal: false, columns: 50 })).toBe(Number.POSITIVE_INFINITY);
});
