import { about, linear, turn } from './affine-map.ts';
import type { Augmentation } from './augmentation.ts';
import { upTo } from './draws.ts';
import { seenThrough, type View } from './view.ts';

/** Options of rotation. */
export type RotationOptions = {
  /** Turned by at most so much, either way. Letters read alike to about 10; what may lie any way takes 180. */
  readonly degrees?: number;
};

/** Turned about the centre by an angle uniform in -degrees .. degrees: torchvision's RandomRotation. */
export function rotation({ degrees = 15 }: RotationOptions = {}): Augmentation {
  return (view, random, strength) => {
    const angle = upTo(strength * degrees, random);
    return angle === 0 ? view : rotated(view, angle);
  };
}

/** The view turned counter-clockwise about its centre, as torchvision's `rotate`. */
export function rotated(view: View, degrees: number): View {
  const { sine, cosine } = turn(degrees);
  const centre = view.sizePx / 2;
  // From where a point lies afterwards to where it lay: clockwise, y pointing down.
  return seenThrough(view, about(centre, centre, linear([cosine, sine], [-sine, cosine])));
}
