import { type Random, random } from '../../base/random.ts';
import type { Pixels } from '../pixels.ts';
import { colourPlacements } from '../placement.ts';
import { preparer } from '../prepare.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { viewDrawer } from './draw-view.ts';
import type { Preset } from './presets.ts';
import { plainView } from './view.ts';

/**
 * Draws one augmented view of a picture and gives the network's input, like Prepare: it is written to the beginning of
 * `into`, which is returned. Where the random stream is null, the picture is only prepared, as in inference.
 */
export type Augment = (pixels: Pixels, random: Random | null, into?: Float32Array) => Float32Array;

/** Options of augmenter. */
export type AugmenterOptions = {
  /**
   * How far and how often pictures are changed, from 0 (not at all: what `prepare` gives) to 1 (as the preset says).
   * Where absent, strengthFor chooses it by the size of the network's square.
   */
  readonly strength?: number | undefined;
};

/**
 * The augmentation of a preset, for one network. A picture is resampled only once, from its own pixels to the network's
 * square; its values then pass once through each paint and once to the tensor. It reuses memory from picture to
 * picture: make one for many pictures, and do not share it between threads.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 *
 * const { preprocessing } = cards['efficientnet-lite0'];
 * const augment = augmenter(presets.photos, preprocessing, { strength: 0.5 });
 * const pixels = await decode(await readFile('pictures/train/cat/emojione.png'));
 * const views = [0, 1].map((epoch) => augment(pixels, random(epoch, 'views'))); // two inputs of the network
 * views[0].length; // => 3 * 224 * 224
 */
export function augmenter(
  { augmentations }: Preset,
  preprocessing: Preprocessing,
  { strength = strengthFor(preprocessing.sizePx) }: AugmenterOptions = {},
): Augment {
  const prepare = preparer(preprocessing);
  const draw = viewDrawer(preprocessing.sizePx);
  const placements = colourPlacements(preprocessing);
  const length = 3 * preprocessing.sizePx ** 2;
  return (pixels, stream, into = new Float32Array(length)) => {
    if (stream === null) return prepare(pixels, into);
    const plain = plainView(pixels.reduction?.original ?? pixels, preprocessing);
    const view = augmentations.reduce((seen, augmentation) => augmentation(seen, stream, strength), plain);
    if (view === plain) return prepare(pixels, into);
    draw(pixels, view).arrange(placements, into);
    return into;
  };
}

/** Up to this side, half of a preset's strength is enough: pictures this small lose their content early. */
const smallSidePx = 64;

/** The default strength of augmentation for a network's square of this many pixels per side. */
export function strengthFor(sizePx: number): number {
  return sizePx <= smallSidePx ? 0.5 : 1;
}

/**
 * The random stream of view number `view` of sample number `sample`. It depends on nothing else, so interrupted work
 * can resume.
 */
export function viewRandom(seed: number, sample: number, view: number): Random {
  return random(seed, `view ${view} of sample ${sample}`);
}
