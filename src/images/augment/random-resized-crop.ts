import type { Random } from '../../base/random.ts';
import type { Size } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import type { Augmentation } from './augmentation.ts';
import { between, betweenRatios, type Range } from './draws.ts';
import type { View } from './view.ts';

/** Part of a picture, in whole pixels. */
export type Box = Size & { readonly left: number; readonly top: number };

/** Options of randomResizedCrop. */
export type RandomResizedCropOptions = {
  /** Least and greatest share of the picture's area: small shares teach parts and sizes, too small ones lose the object. */
  readonly scale?: Range;
  /** Least and greatest width / height of what becomes a square: how much is stretched. */
  readonly ratio?: Range;
  /** Bilinear, as torchvision has it, takes half as long as bicubic. */
  readonly interpolation?: Preprocessing['interpolation'];
};

/**
 * A random part of the picture, of random shape, resized to the square (Szegedy et al. 2015): torchvision's
 * RandomResizedCrop, with the numbers of Pillow's `resize(box=...)`. At a strength between 0 and 1 the part lies between
 * what the view showed and what was drawn.
 */
export function randomResizedCrop(options: RandomResizedCropOptions = {}): Augmentation {
  const { scale = [0.08, 1], ratio = [3 / 4, 4 / 3], interpolation = 'bilinear' } = options;
  return (view, random, strength) => {
    const box = drawnBox(view.picture, scale, ratio, random);
    return strength === 0 ? view : cropped(view, box, { interpolation, strength });
  };
}

/** The view of this part of the picture alone, at full strength; below, of a part nearer to what it was. */
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

/** Tries of a box that fits, before the centre is taken. */
const tries = 10;

function drawnBox(picture: Size, scale: Range, ratio: Range, random: Random): Box {
  for (let i = 0; i < tries; i++) {
    const area = picture.width * picture.height * between(scale, random);
    const shape = betweenRatios(ratio, random);
    const [width, height] = [Math.round(Math.sqrt(area * shape)), Math.round(Math.sqrt(area / shape))];
    if (width < 1 || height < 1 || width > picture.width || height > picture.height) continue;
    const [top, left] = [random.integer(picture.height - height + 1), random.integer(picture.width - width + 1)];
    return { left, top, width, height };
  }
  return centreBox(picture, ratio);
}

/** As much of the picture as the ratios allow, from its centre. */
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
