import type { Random } from '../../base/random.ts';
import type { Size } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import type { Augmentation } from './augmentation.ts';
import { logUniformBetween, type Range, uniformBetween } from './draws.ts';
import type { View } from './view.ts';

/** A rectangle of a picture, in whole pixels. */
export type Box = Size & { readonly left: number; readonly top: number };

/** Options of randomResizedCrop. */
export type RandomResizedCropOptions = {
  /**
   * Least and greatest share of the picture's area. Small shares train on parts of objects at many sizes; if they are
   * too small, the object may be missed.
   */
  readonly scale?: Range;
  /** Least and greatest width / height of the crop, which becomes a square: how much pictures are stretched. */
  readonly ratio?: Range;
  /** Bilinear, torchvision's default, takes half as long as bicubic. */
  readonly interpolation?: Preprocessing['interpolation'];
};

/**
 * Crops a random rectangle of random shape and resizes it to the square (Szegedy et al. 2015): torchvision's
 * RandomResizedCrop, with the numbers of Pillow's `resize(box=...)`. A strength between 0 and 1 gives a rectangle
 * between the full view and the drawn one.
 */
export function randomResizedCrop(options: RandomResizedCropOptions = {}): Augmentation {
  const { scale = [0.08, 1], ratio = [3 / 4, 4 / 3], interpolation = 'bilinear' } = options;
  return (view, random, strength) => {
    const box = drawnBox(view.picture, scale, ratio, random);
    return strength === 0 ? view : cropped(view, box, { interpolation, strength });
  };
}

/**
 * The view of this rectangle of the picture, at strength 1; below, of one between the current view and this rectangle.
 */
export function cropped(
  view: View,
  { left, top, width, height }: Box,
  {
    interpolation = 'bilinear',
    strength = 1,
  }: Pick<RandomResizedCropOptions, 'interpolation'> & { strength?: number } = {},
): View {
  const { map, sizePx } = view;
  const mixed = (before: number, box: number) => before + strength * (box - before);
  return {
    ...view,
    interpolation,
    map: {
      xx: mixed(map.xx, width / sizePx),
      xy: mixed(map.xy, 0),
      x0: mixed(map.x0, left),
      yx: mixed(map.yx, 0),
      yy: mixed(map.yy, height / sizePx),
      y0: mixed(map.y0, top),
    },
  };
}

/** How often a rectangle is drawn until one fits; after that, the centre is taken. */
const tries = 10;

function drawnBox(picture: Size, scale: Range, ratio: Range, random: Random): Box {
  for (let i = 0; i < tries; i++) {
    const area = picture.width * picture.height * uniformBetween(scale, random);
    const shape = logUniformBetween(ratio, random);
    const [width, height] = [Math.round(Math.sqrt(area * shape)), Math.round(Math.sqrt(area / shape))];
    if (width < 1 || height < 1 || width > picture.width || height > picture.height) continue;
    const [top, left] = [random.integer(picture.height - height + 1), random.integer(picture.width - width + 1)];
    return { left, top, width, height };
  }
  return centreBox(picture, ratio);
}

/** The largest rectangle at the picture's centre that the ratios allow. */
function centreBox(picture: Size, [narrowest, widest]: Range): Box {
  const shape = Math.min(Math.max(picture.width / picture.height, narrowest), widest);
  const width = Math.min(picture.width, Math.max(1, Math.round(picture.height * shape)));
  const height = Math.min(picture.height, Math.max(1, Math.round(picture.width / shape)));
  return {
    left: Math.floor((picture.width - width) / 2),
    top: Math.floor((picture.height - height) / 2),
    width,
    height,
  };
}
