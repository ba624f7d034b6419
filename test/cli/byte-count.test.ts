import { expect, test } from 'vitest';
import { byteCount } from '../../src/cli/options/parameters.ts';

const { parse } = byteCount('--memory <size>', 'how much');

test.each([
  ['512MB', 512e6],
  ['2GB', 2e9],
  ['1.5 GiB', 1.5 * 2 ** 30],
  ['64kb', 64e3],
])('%s is a size', (text, bytes) => expect(parse(text, undefined)).toBe(bytes));

test.each(['2', 'GB', '0GB', '-1GB', '2 gigabytes', ''])('%j is none', (text) =>
  expect(() => parse(text, undefined)).toThrow('512MB'),
);
