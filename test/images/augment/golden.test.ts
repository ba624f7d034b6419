import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { transformed } from '../../../src/images/augment/affine.ts';
import { autoContrast } from '../../../src/images/augment/auto-contrast.ts';
import { brightness } from '../../../src/images/augment/brightness.ts';
import { contrast } from '../../../src/images/augment/contrast.ts';
import { viewDrawer } from '../../../src/images/augment/draw-view.ts';
import { equalize } from '../../../src/images/augment/equalize.ts';
import { erased } from '../../../src/images/augment/erasing.ts';
import { blur } from '../../../src/images/augment/gaussian-blur.ts';
import { flippedAcross } from '../../../src/images/augment/horizontal-flip.ts';
import { hue } from '../../../src/images/augment/hue.ts';
import { operations } from '../../../src/images/augment/operations.ts';
import type { Paint } from '../../../src/images/augment/paint.ts';
import { posterize } from '../../../src/images/augment/posterize.ts';
import { randLimits } from '../../../src/images/augment/rand-augment.ts';
import { cropped } from '../../../src/images/augment/random-resized-crop.ts';
import { rotated } from '../../../src/images/augment/rotation.ts';
import { saturation } from '../../../src/images/augment/saturation.ts';
import { sharpness } from '../../../src/images/augment/sharpness.ts';
import { solarize } from '../../../src/images/augment/solarize.ts';
import { trivialLimits } from '../../../src/images/augment/trivial-augment.ts';
import { flippedDown } from '../../../src/images/augment/vertical-flip.ts';
import { plainView, type View, withPaint } from '../../../src/images/augment/view.ts';
import type { Pixels } from '../../../src/images/pixels.ts';
import { plain } from '../preprocessings.ts';

type Case = {
  readonly change: string;
  readonly parameters: readonly number[];
  readonly bytes: string;
  readonly seen: string | null;
};
type Golden = {
  readonly size: number;
  readonly picture: string;
  readonly large: { readonly width: number; readonly height: number; readonly bytes: string };
  readonly cases: readonly Case[];
};
const golden: Golden = JSON.parse(readFileSync('test/golden/augment.json', 'utf8'));
const { size } = golden;
const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const picture: Pixels = { width: size, height: size, data: bytes(golden.picture) };
const large: Pixels = { ...golden.large, data: bytes(golden.large.bytes) };
const card = { ...plain, sizePx: size, resizePx: size };

const paint = (make: (amount: number) => Paint) => (view: View, amount: number) => withPaint(view, make(amount));
const oneOf = (limits: Parameters<typeof operations>[0]) => (view: View, index: number, m: number, sign: number) =>
  operations(limits)[index](view, m, { ...random(0, 'sign'), integer: () => (sign < 0 ? 1 : 0) });

/** Each change with fixed parameters, and how far from torchvision's or Pillow's values it may be. */
const changes: Record<string, { readonly within: number; readonly change: (view: View, ...p: number[]) => View }> = {
  crop: { within: 1, change: (view, left, top, width, height) => cropped(view, { left, top, width, height }) },
  horizontalFlip: { within: 0, change: flippedAcross },
  verticalFlip: { within: 0, change: flippedDown },
  rotation: { within: 1, change: rotated },
  affine: {
    within: 1,
    change: (view, angle, x, y, scale, across, down) =>
      transformed(view, { angle, translate: [x, y], scale, shear: [across, down] }),
  },
  brightness: { within: 0, change: paint(brightness) },
  contrast: { within: 0, change: paint(contrast) },
  saturation: { within: 1, change: paint(saturation) },
  sharpness: { within: 0, change: paint(sharpness) },
  hue: { within: 1, change: paint(hue) },
  grayscale: { within: 0, change: (view) => withPaint(view, saturation(0)) },
  blur: { within: 0, change: paint(blur) },
  posterize: { within: 0, change: paint(posterize) },
  solarize: { within: 0, change: paint(solarize) },
  autoContrast: { within: 0, change: paint(autoContrast) },
  equalize: { within: 0, change: paint(equalize) },
  erasing: {
    within: 0,
    change: (view, left, top, width, height) => withPaint(view, erased({ left, top, width, height }, [10, 20, 30])),
  },
  randAugment: { within: 1, change: oneOf(randLimits) },
  trivialAugment: { within: 2, change: oneOf(trivialLimits) },
};

test.each(golden.cases.map((each) => [each.change, each.parameters.join(', '), each] as const))(
  '%s(%s) is what torchvision or Pillow gives',
  (_name, _parameters, { change, parameters, bytes: expected, seen }) => {
    const pixels = change === 'crop' ? large : picture;
    const view = changes[change].change(plainView(pixels, card), ...parameters);
    const drawn = viewDrawer(size)(pixels, view).bytes();
    const wanted = bytes(expected);
    const mask = seen === null ? null : bytes(seen);
    let farthest = 0;
    for (let i = 0; i < wanted.length; i++) {
      const pixel = Math.floor(i / 3);
      if (mask === null || mask[pixel] === 1) {
        farthest = Math.max(farthest, Math.abs(wanted[i] - drawn[4 * pixel + (i % 3)]));
      }
    }
    expect(farthest).toBeLessThanOrEqual(changes[change].within);
    if (mask !== null) expect(mask.filter((each) => each === 1).length).toBeGreaterThan((size * size) / 3);
  },
);

test('every change has cases', () => {
  expect(Object.keys(changes).toSorted()).toEqual([...new Set(golden.cases.map(({ change }) => change))].toSorted());
});
