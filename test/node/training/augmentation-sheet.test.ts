import { join } from 'node:path';
import { expect, test } from 'vitest';
import { augmenter, viewRandom } from '../../../src/images/augment/augmenter.ts';
import { presets } from '../../../src/images/augment/presets.ts';
import { augmentationSheet } from '../../../src/node/augmentation/augmentation-sheet.ts';
import { decode } from '../../../src/node/decode.ts';
import { readFile } from '../../../src/node/files/files.ts';
import { farthest, plain } from '../../images/preprocessings.ts';

const paths = ['full-colour.jpg', 'lossy.webp'].map((name) => join('test', 'golden', 'pixels', name));
const shown = { ...plain, sizePx: 32, resizePx: 36, layout: 'nhwc' } as const;
const mean = [127, 120, 110] as const;
const std = [128, 60, 55] as const;

test.each([
  { ...shown, mean, std },
  { ...shown, mean, std, layout: 'nchw', channels: 'bgr' },
] as const)(
  'a sheet shows each picture as it is in use, then its views, in $channels, $layout',
  async (preprocessing) => {
    const png = await augmentationSheet(paths, { preset: presets.photos, preprocessing, seed: 5, views: 3 });
    const sheet = await decode(png);
    expect([sheet.width, sheet.height]).toEqual([4 + 4 * 36, 4 + 2 * 36]);
    expect([...sheet.data.slice(0, 12)]).toEqual(Array(12).fill(255));
    const augment = augmenter(presets.photos, shown);
    for (const [sample, path] of paths.entries()) {
      const pixels = await decode(await readFile(path), { shortSidePx: 72 });
      for (let view = 0; view < 4; view++) {
        const expected = augment(pixels, view === 0 ? null : viewRandom(5, sample, view));
        const tile = Array.from({ length: 32 * 32 * 3 }, (_, i) => {
          const [x, y] = [4 + 36 * view + (Math.floor(i / 3) % 32), 4 + 36 * sample + Math.floor(i / 96)];
          return sheet.data[(y * sheet.width + x) * 3 + (i % 3)];
        });
        expect(farthest(tile, expected)).toBe(0);
      }
    }
  },
);
