import type { Random } from '../../base/random.ts';
import { transformed } from './affine.ts';
import { autoContrast } from './auto-contrast.ts';
import { brightness } from './brightness.ts';
import { contrast } from './contrast.ts';
import { equalize } from './equalize.ts';
import type { Paint } from './paint.ts';
import { posterize } from './posterize.ts';
import { rotated } from './rotation.ts';
import { saturation } from './saturation.ts';
import { sharpness } from './sharpness.ts';
import { solarize } from './solarize.ts';
import { type View, withPaint } from './view.ts';

/** The range of each operation at the greatest magnitude. */
export type OperationLimits = {
  /** Shear: pixels of shift per pixel. */
  readonly shear: number;
  /** Translation in pixels, for a square of this side. */
  readonly translate: (sizePx: number) => number;
  readonly degrees: number;
  /** Brightness, contrast, saturation and sharpness: the distance of the factor from 1. */
  readonly factor: number;
  /** Number of bits that are dropped. */
  readonly posterize: number;
};

/** One operation of an automatic augmentation, at a magnitude from 0 (least) to 1 (greatest). */
export type Operation = (view: View, magnitude: number, random: Random) => View;

/**
 * The operations that RandAugment and TrivialAugment draw from, in torchvision's order and with its meaning. Geometry
 * is always applied before colours, whatever the order of the draws, so that a picture is resampled once.
 */
export function operations(limits: OperationLimits): readonly Operation[] {
  const factor = (paint: (amount: number) => Paint) =>
    signed((view, m) => withPaint(view, paint(1 + m * limits.factor)));
  const sheared = (view: View, shear: readonly [number, number]) =>
    transformed(view, { ...still, shear, centre: [0, 0] });
  const moved = (view: View, translate: readonly [number, number]) => transformed(view, { ...still, translate });
  const far = (view: View, m: number) => Math.trunc(m * limits.translate(view.sizePx));
  return [
    (view) => view,
    signed((view, m) => sheared(view, [shearDegrees(m * limits.shear), 0])),
    signed((view, m) => sheared(view, [0, shearDegrees(m * limits.shear)])),
    signed((view, m) => moved(view, [far(view, m), 0])),
    signed((view, m) => moved(view, [0, far(view, m)])),
    signed((view, m) => rotated(view, m * limits.degrees)),
    factor(brightness),
    factor(saturation),
    factor(contrast),
    factor(sharpness),
    (view, m) => withPaint(view, posterize(8 - Math.round(m * limits.posterize))),
    (view, m) => withPaint(view, solarize(255 * (1 - m))),
    (view) => withPaint(view, autoContrast()),
    (view) => withPaint(view, equalize()),
  ];
}

const still = { angle: 0, translate: [0, 0], scale: 1, shear: [0, 0] } as const;

/** The operation in a random direction, both equally likely. */
function signed(operation: (view: View, magnitude: number) => View): Operation {
  return (view, magnitude, random) => operation(view, random.integer(2) === 1 ? -magnitude : magnitude);
}

function shearDegrees(shear: number): number {
  return (Math.atan(shear) * 180) / Math.PI;
}
