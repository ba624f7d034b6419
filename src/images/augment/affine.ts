import { aroundPoint, composed, inverse, linearMap, scaling, sineCosine, translation } from './affine-map.ts';
import type { Augmentation } from './augmentation.ts';
import { logUniformBetween, type Range, uniformUpTo } from './draws.ts';
import { type View, withMap } from './view.ts';

/** Options of affine: the range of each part. */
export type AffineOptions = {
  /** Rotation by at most this many degrees, either way. */
  readonly degrees?: number;
  /** Translation by at most this share of the side, both across and down. */
  readonly translate?: number;
  /** Least and greatest scale factor; drawn uniformly in the logarithm. */
  readonly scale?: Range;
  /** Shear by at most this many degrees, both across and down. */
  readonly shear?: number;
};

/** The parameters of one affine transform. */
export type AffineParts = {
  /** Rotation, clockwise, in degrees. */
  readonly angle: number;
  /** Translation, in pixels of the square. */
  readonly translate: readonly [number, number];
  readonly scale: number;
  /** Shear in degrees: across, then down. */
  readonly shear: readonly [number, number];
  /** The centre of rotation, scale and shear, in pixels of the square; the middle of the square where absent. */
  readonly centre?: readonly [number, number];
};

/**
 * Random rotation, translation, scale and shear about the centre: torchvision's RandomAffine, with the scale drawn
 * uniformly in the logarithm.
 */
export function affine(options: AffineOptions = {}): Augmentation {
  const { degrees = 10, translate = 0.1, scale = [0.9, 1.1], shear = 5 } = options;
  return (view, random, strength) => {
    const far = strength * translate * view.sizePx;
    const parts: AffineParts = {
      angle: uniformUpTo(strength * degrees, random),
      translate: [uniformUpTo(far, random), uniformUpTo(far, random)],
      scale: logUniformBetween(scale, random) ** strength,
      shear: [uniformUpTo(strength * shear, random), uniformUpTo(strength * shear, random)],
    };
    return strength === 0 ? view : transformed(view, parts);
  };
}

/**
 * The view after torchvision's `affine`: T C R(angle) S(scale) SHy SHx C^-1, where C moves the origin to the centre and
 * T is the translation.
 */
export function transformed(view: View, { angle, translate, scale, shear, centre }: AffineParts): View {
  const [x, y] = centre ?? [view.sizePx / 2, view.sizePx / 2];
  const moved = aroundPoint(x, y, composed(scaling(scale, scale), sheared(angle, shear)));
  return withMap(view, inverse(composed(translation(...translate), moved)));
}

/** R(angle) SHy SHx, with shears in this file's convention and y pointing down. */
function sheared(angle: number, [across, down]: readonly [number, number]) {
  const [a, sx, sy] = [angle, across, down].map((degrees) => (degrees * Math.PI) / 180);
  const { sine, cosine } = sineCosine(angle - down);
  return linearMap(
    [cosine / Math.cos(sy), sine / Math.cos(sy)],
    [(-cosine * Math.tan(sx)) / Math.cos(sy) - Math.sin(a), (-sine * Math.tan(sx)) / Math.cos(sy) + Math.cos(a)],
  );
}
