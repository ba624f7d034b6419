import { augmenter, viewRandom } from '../../images/augment/augmenter.ts';
import type { Preset } from '../../images/augment/presets.ts';
import { shortSideFor } from '../../images/framing.ts';
import { colourPlacements } from '../../images/placement.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';
import { decode } from '../decode.ts';
import { readFile } from '../files/files.ts';
import { sharp } from '../pictures/sharp.ts';

/** Options of augmentationSheet. */
export type AugmentationSheetOptions = {
  readonly preset: Preset;
  readonly preprocessing: Preprocessing;
  readonly seed: number;
  readonly strength?: number | undefined;
  /** Augmented views beside each picture. */
  readonly views?: number;
};

/** White between pictures, in pixels. */
const gapPx = 4;

/**
 * A PNG that shows what training sees: a row a picture, first as the network sees it in use, then in its first
 * augmented views. `paths[i]` is taken for sample i. Throws what reading or decoding a picture throws.
 */
export async function augmentationSheet(
  paths: readonly string[],
  { preset, preprocessing, seed, strength, views = 7 }: AugmentationSheetOptions,
): Promise<Uint8Array> {
  const augment = augmenter(preset, preprocessing, { strength });
  const seen = seenColours(preprocessing);
  const cell = preprocessing.sizePx + gapPx;
  const tiles = [];
  for (const [sample, path] of paths.entries()) {
    const pixels = await decode(await readFile(path), { shortSidePx: shortSideFor(preprocessing) });
    for (let view = 0; view <= views; view++) {
      const tensor = augment(pixels, view === 0 ? null : viewRandom(seed, sample, view));
      const raw = { width: preprocessing.sizePx, height: preprocessing.sizePx, channels: 3 } as const;
      tiles.push({ input: seen(tensor), raw, left: gapPx + view * cell, top: gapPx + sample * cell });
    }
  }
  const [width, height] = [gapPx + (views + 1) * cell, gapPx + paths.length * cell];
  const sheet = sharp({ create: { width, height, channels: 3, background: '#fff' } });
  return sheet.composite(tiles).png().toBuffer();
}

/** From a network's input back to the bytes of its pixels, [S, S, 3]. */
function seenColours(preprocessing: Preprocessing): (tensor: Float32Array) => Buffer {
  const { step, red, green, blue } = colourPlacements(preprocessing);
  const { mean, std, sizePx } = preprocessing;
  const offsets = [red.offset, green.offset, blue.offset];
  return (tensor) =>
    Buffer.from(
      Uint8Array.from({ length: 3 * sizePx ** 2 }, (_, i) => {
        const c = i % 3;
        return Math.round(tensor[offsets[c] + Math.floor(i / 3) * step] * std[c] + mean[c]);
      }),
    );
}
