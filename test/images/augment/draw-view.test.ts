import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transformed } from '../../../src/images/augment/affine.ts';
import { inverse } from '../../../src/images/augment/affine-map.ts';
import { viewDrawer } from '../../../src/images/augment/draw-view.ts';
import { flippedAcross } from '../../../src/images/augment/horizontal-flip.ts';
import { cropped } from '../../../src/images/augment/random-resized-crop.ts';
import { rotated } from '../../../src/images/augment/rotation.ts';
import { flippedDown } from '../../../src/images/augment/vertical-flip.ts';
import { plainView, type View } from '../../../src/images/augment/view.ts';
import type { Pixels } from '../../../src/images/pixels.ts';
import { prepare } from '../../../src/images/prepare.ts';
import { naiveResize } from '../naive-resize.ts';
import { farthest, picture, plain } from '../preprocessings.ts';

const side = 9;
const card = { ...plain, sizePx: side, resizePx: side, layout: 'nhwc' } as const;
const anyPicture = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data): Pixels => ({ width, height, data })),
  );
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** [S, S, 3]. */
function drawn(pixels: Pixels, view: View): number[] {
  return [...viewDrawer(side)(pixels, view).bytes()].filter((_, i) => i % 4 < 3);
}

/** The definition: all pixels near a point, weighted by distance; the edge of the picture goes on or has a colour. */
function naive({ width, height, data }: Pixels, { map, beyond }: View): number[] {
  const at = (x: number, y: number, c: number) => {
    const [nearX, nearY] = [Math.min(Math.max(x, 0), width - 1), Math.min(Math.max(y, 0), height - 1)];
    const outside = nearX !== x || nearY !== y;
    return outside && beyond !== null ? beyond[c] : data[(nearY * width + nearX) * 3 + c];
  };
  const [reachX, reachY] = [Math.max(1, Math.hypot(map.xx, map.xy)), Math.max(1, Math.hypot(map.yx, map.yy))];
  return Array.from({ length: side * side * 3 }, (_, i) => {
    const [column, row] = [(Math.floor(i / 3) % side) + 0.5, Math.floor(i / 3 / side) + 0.5];
    const [x, y] = [map.xx * column + map.xy * row + map.x0, map.yx * column + map.yy * row + map.y0];
    let sum = 0;
    let weights = 0;
    for (let nearY = Math.floor(y - reachY); nearY <= y + reachY; nearY++) {
      for (let nearX = Math.floor(x - reachX); nearX <= x + reachX; nearX++) {
        const across = Math.max(0, 1 - Math.abs(nearX + 0.5 - x) / reachX);
        const weight = across * Math.max(0, 1 - Math.abs(nearY + 0.5 - y) / reachY);
        sum += weight * at(nearX, nearY, i % 3);
        weights += weight;
      }
    }
    return sum / weights;
  });
}

describe('a view along the axes', () => {
  test('of a part is the definition of an antialiased resize of that part, but at its edges, where it sees beyond', () => {
    fc.assert(
      fc.property(anyPicture, (pixels) => {
        const { width, height } = pixels;
        const whole = cropped(plainView(pixels, card), { left: 0, top: 0, width, height });
        return farthest(drawn(pixels, whole), naiveResize(pixels, side, side, 'bilinear')) <= 2;
      }),
      { numRuns: 200 },
    );
  });

  test('of any part is the definition of a free view, whose windows are the same', () => {
    fc.assert(
      fc.property(anyPicture, share, share, share, share, (pixels, left, top, across, down) => {
        const width = 1 + Math.floor(across * (pixels.width - 1));
        const height = 1 + Math.floor(down * (pixels.height - 1));
        const box = {
          left: Math.floor(left * (pixels.width - width + 1 - 1e-9)),
          top: Math.floor(top * (pixels.height - height + 1 - 1e-9)),
          width,
          height,
        };
        const view = cropped(plainView(pixels, card), box);
        // At the picture's own edge a resize leaves out what is beyond, and a free view sees the edge go on.
        const expected = naive(pixels, view);
        const got = drawn(pixels, view);
        return got.every((value, i) => {
          const [column, row] = [(Math.floor(i / 3) % side) + 0.5, Math.floor(i / 3 / side) + 0.5];
          const [x, y] = [view.map.xx * column + view.map.x0, view.map.yy * row + view.map.y0];
          const [reachX, reachY] = [Math.max(1, view.map.xx), Math.max(1, view.map.yy)];
          const atEdge = x < reachX || y < reachY || x > pixels.width - reachX || y > pixels.height - reachY;
          return atEdge || Math.abs(value - expected[i]) <= 2.5;
        });
      }),
      { numRuns: 200 },
    );
  });

  test('flipped and turned is the same pixels elsewhere', () => {
    fc.assert(
      fc.property(anyPicture, (pixels) => {
        const { width, height } = pixels;
        const view = cropped(plainView(pixels, card), { left: 0, top: 0, width, height });
        const straight = drawn(pixels, view);
        const at = (values: number[], x: number, y: number) =>
          values.slice((y * side + x) * 3, (y * side + x) * 3 + 3).join();
        const last = side - 1;
        const [across, down, left] = [flippedAcross(view), flippedDown(view), rotated(view, 90)].map((each) =>
          drawn(pixels, each),
        );
        for (let y = 0; y < side; y++) {
          for (let x = 0; x < side; x++) {
            expect(at(across, x, y)).toBe(at(straight, last - x, y));
            expect(at(down, x, y)).toBe(at(straight, x, last - y));
            expect(at(left, x, y)).toBe(at(straight, last - y, x));
          }
        }
        expect(drawn(pixels, rotated(rotated(view, 90), 270))).toEqual(straight);
        expect(drawn(pixels, flippedDown(flippedAcross(view)))).toEqual(drawn(pixels, rotated(view, 180)));
      }),
      { numRuns: 30 },
    );
  });

  // Nearest decides ties by the last bit, which is another here.
  test.each(['bilinear', 'bicubic', 'lanczos'] as const)('untouched is what prepare gives, %s', (interpolation) => {
    fc.assert(
      fc.property(anyPicture, (pixels) => {
        const preprocessing = { ...card, resizePx: 11, interpolation };
        const most = interpolation === 'bilinear' ? 2 : 0;
        return farthest(drawn(pixels, plainView(pixels, preprocessing)), prepare(pixels, preprocessing)) <= most;
      }),
      { numRuns: 60 },
    );
  });
});

describe('a free view', () => {
  test.each([null, [10, 200, 90]] as const)('is its definition, beyond the edge: %j', (beyond) => {
    const angle = fc.integer({ min: -180, max: 180 });
    fc.assert(
      fc.property(anyPicture, angle, share, share, angle, (pixels, degrees, x, size, shear) => {
        const parts = {
          angle: degrees,
          translate: [12 * x - 6, 3 * x],
          scale: 0.3 + size,
          shear: [shear / 4, 7],
        } as const;
        const view = { ...transformed(plainView(pixels, card), parts), beyond };
        // A place is rounded to 1/64 of a pixel, and noise is as steep as pictures get.
        return farthest(drawn(pixels, view), naive(pixels, view)) <= 8;
      }),
      { numRuns: 200 },
    );
  });

  test('shows a plane where it was moved: a gradient is a gradient again', () => {
    const pixels = picture(64, 64, (x, y, c) => (c === 0 ? 3 * x : c === 1 ? 3 * y : 100));
    const view = rotated(cropped(plainView(pixels, card), { left: 16, top: 16, width: 32, height: 32 }), 30);
    const values = drawn(pixels, view);
    for (let i = 0; i < side * side; i++) {
      const [column, row] = [(i % side) + 0.5, Math.floor(i / side) + 0.5];
      const { xx, xy, x0, yx, yy, y0 } = view.map;
      expect(Math.abs(values[3 * i] - 3 * (xx * column + xy * row + x0 - 0.5))).toBeLessThan(1.1);
      expect(Math.abs(values[3 * i + 1] - 3 * (yx * column + yy * row + y0 - 0.5))).toBeLessThan(1.1);
      expect(values[3 * i + 2]).toBe(100);
    }
  });
});

test('a picture that was reduced while decoding gives nearly the view of the whole one', () => {
  const wave = (x: number, y: number, c: number) => 128 + 100 * Math.sin((x + 2 * y) / 70 + c);
  const whole = picture(200, 160, wave);
  const half = picture(100, 80, (x, y, c) => wave(2 * x + 0.5, 2 * y + 0.5, c));
  const box = { left: 0, top: 0, width: 100, height: 80 };
  const reduced: Pixels = { ...half, reduction: { original: { width: 200, height: 160 }, box } };
  const plainOne = plainView({ width: 200, height: 160 }, card);
  const views = [cropped(plainOne, { left: 31, top: 20, width: 120, height: 111 }), rotated(plainOne, 20)];
  for (const view of views) expect(farthest(drawn(reduced, view), drawn(whole, view))).toBeLessThan(5);
});

test('a map and its inverse undo each other', () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(number, number, number, number, (xy, x0, yx, y0) => {
      fc.pre(Math.abs(16 - xy * yx) > 0.1);
      const map = { xx: 4, xy, x0, yx, yy: 4, y0 };
      const back = inverse(inverse(map));
      return Object.entries(map).every(([key, value]) => Math.abs(back[key as keyof typeof back] - value) < 1e-9);
    }),
  );
});
