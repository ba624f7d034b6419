import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { efficientNetLite0 } from '../../../src/backbones/cards/efficientnet-lite0.ts';
import { heatColours } from '../../../src/evaluate/report/explanations.ts';
import { enrolledFinder, findEnrolled } from '../../../src/node/explain/find-enrolled.ts';
import { heated } from '../../../src/node/explain/heat.ts';
import { labelLines, shortened } from '../../../src/node/explain/label-lines.ts';
import { seenPicture } from '../../../src/node/explain/seen-picture.ts';
import { temporaryFolder } from '../folder.ts';

const bytes = Buffer.from('a picture');
const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16);

describe('an enrolled picture', () => {
  test('is found below the first folder that has it, also under a second id', async () => {
    const folder = temporaryFolder();
    await mkdir(join(folder, 'here', 'fox'), { recursive: true });
    await writeFile(join(folder, 'here', 'fox', 'a.png'), bytes);
    const entry = { id: `${id}-2`, path: 'fox/a.png' };
    const found = await findEnrolled(entry, [join(folder, 'elsewhere'), join(folder, 'here')]);
    expect(found).toMatchObject({ file: join(folder, 'here', 'fox', 'a.png'), missing: null });
    const beside = join(folder, 'here', 'test', 'wolf', 'b.png');
    const find = enrolledFinder(join(folder, 'bundle'));
    expect((await find(entry, beside)).missing).toBeNull();
    expect((await find(entry, '/nowhere/else/b.png')).missing).toBeNull(); // where the last one was found
  });

  test('is missing where its file is not there or holds other bytes, in words that differ', async () => {
    const folder = temporaryFolder();
    const entry = { id, path: 'a.png' };
    expect((await findEnrolled(entry, [folder])).missing).toContain('--pictures');
    await writeFile(join(folder, 'a.png'), 'another picture');
    expect((await findEnrolled(entry, [folder])).missing).toContain('is not the picture that was enrolled');
  });
});

describe('a heated picture', () => {
  const grey = { sidePx: 4, data: new Uint8Array(48).fill(128) };
  const at = ({ data }: { readonly data: Uint8Array }, x: number, y: number) => [
    ...data.slice(3 * (4 * y + x), 3 * (4 * y + x) + 3),
  ];

  test('has the colour for where a cell speaks for the answer, and the other where it speaks against', () => {
    const shown = heated(grey, [
      [1, 0],
      [0, -1],
    ]);
    const blue = (colour: string) => Number.parseInt(colour.slice(5), 16);
    expect(at(shown, 0, 0)[2] > at(shown, 0, 0)[0]).toBe(blue(heatColours.pro) > 128);
    expect(at(shown, 3, 3)[2] < at(shown, 3, 3)[0]).toBe(blue(heatColours.contra) < 128);
    expect(at(shown, 3, 0)).toEqual(at(heated(grey, [[0]]), 3, 0));
  });

  test('depends on the strongest cell alone, not on the unit', () => {
    expect(heated(grey, [[1, -2]])).toEqual(heated(grey, [[10, -20]]));
    expect(heated(grey, [[0, 0]]).data.every((value) => value > 128)).toBe(true);
  });
});

test('the seen part of a picture is the middle that the network crops', async () => {
  const [width, height] = [40, 20];
  const data = new Uint8Array(3 * width * height).map((_, i) => (Math.floor(i / 3) % width < 20 ? 0 : 255));
  const seen = await seenPicture({ width, height, data }, efficientNetLite0.preprocessing, 16);
  const middle = Array.from({ length: 16 }, (_, x) => seen.data[3 * (16 * 8 + x)]);
  expect([middle[0], middle[15]]).toEqual([0, 255]);
  expect(middle.filter((value) => value < 128)).toHaveLength(8);
});

test('lines are broken at blanks and slashes, and long words fit too', () => {
  expect(labelLines(['one two three', 'four'], 8)).toEqual([
    { text: 'one two', gap: false },
    { text: 'three', gap: false },
    { text: 'four', gap: true },
  ]);
  expect(labelLines(['train/elephant/x.png'], 10).map(({ text }) => text)).toEqual(['train/', 'elephant/', 'x.png']);
  expect(labelLines(['abcdefghij'], 4).map(({ text }) => text)).toEqual(['abcd', 'efgh', 'ij']);
  expect(shortened('abcdefgh', 5, 'end')).toBe('…efgh');
  expect(shortened('abcdefgh', 5, 'beginning')).toBe('abcd…');
  expect(shortened('abc', 5, 'end')).toBe('abc');
});
