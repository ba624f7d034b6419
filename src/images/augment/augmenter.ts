import { type Random, random } from '../../base/random.ts';
import type { Pixels } from '../pixels.ts';
import { colourPlacements } from '../placement.ts';
import { preparer } from '../prepare.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { viewDrawer } from './draw-view.ts';
import type { Preset } from './presets.ts';
import { plainView } from './view.ts';

/**
 * Draws one view of a picture as a network's input, as Prepare does: to the beginning of `into`, which it returns.
 * Without a stream of random numbers (null) it is the picture as the network sees it in use.
 */
export type Augment = (pixels: Pixels, random: Random | null, into?: Float32Array) => Float32Array;

/** Options of augmenter. */
export type AugmenterOptions = {
  /**
   * How far and how often pictures are changed, 0 (not at all: what `prepare` gives) to 1 (as the preset says); where
   * absent what suits the network's square.
   */
  readonly strength?: number | undefined;
};

/**
 * The augmentation of a preset for one network. A picture is resampled once, straight from its pixels to the network's
 * square, and its values go once through each paint and once to the tensor. It keeps memory from picture to picture: make
 * one for many, not to be shared between threads.
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

/** Up to so many pixels a side, half of a preset is enough: what is learned from so little is small, and soon cut away. */
const smallSidePx = 64;

/** How strongly a preset varies what becomes a square of this many pixels a side. */
export function strengthFor(sizePx: number): number {
  return sizePx <= smallSidePx ? 0.5 : 1;
}

/** The random numbers of view `view` of sample `sample`: they depend on nothing else, so work can go on where it stopped. */
export function viewRandom(seed: number, sample: number, view: number): Random {
  return random(seed, `view ${view} of sample ${sample}`);
}
