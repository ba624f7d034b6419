import { aroundPoint, linearMap, sineCosine } from './affine-map.ts';
import type { Augmentation } from './augmentation.ts';
import { uniformUpTo } from './draws.ts';
import { type View, withMap } from './view.ts';

/** Options of rotation. */
export type RotationOptions = {
  /** Largest angle, either way. Letters stay readable up to about 10; objects without a fixed orientation take 180. */
  readonly degrees?: number;
};

/** Rotates about the centre by an angle uniform in -degrees .. degrees: torchvision's RandomRotation. */
export function rotation({ degrees = 15 }: RotationOptions = {}): Augmentation {
  return (view, random, strength) => {
    const angle = uniformUpTo(strength * degrees, random);
    return angle === 0 ? view : rotated(view, angle);
  };
}

/** The view rotated counter-clockwise about its centre, as torchvision's `rotate`. */
export function rotated(view: View, degrees: number): View {
  const { sine, cosine } = sineCosine(degrees);
  const centre = view.sizePx / 2;
  // From a point after the rotation to the point before it: clockwise, because y points down.
  return withMap(view, aroundPoint(centre, centre, linearMap([cosine, sine], [-sine, cosine])));
}
