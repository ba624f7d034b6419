import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brightness } from '../../../src/images/augment/brightness.ts';
import { Canvas } from '../../../src/images/augment/canvas.ts';
import { contrast } from '../../../src/images/augment/contrast.ts';
import type { Paint } from '../../../src/images/augment/paint.ts';
import { posterize } from '../../../src/images/augment/posterize.ts';
import { saturation } from '../../../src/images/augment/saturation.ts';
import { solarize } from '../../../src/images/augment/solarize.ts';
import { colourPlacements } from '../../../src/images/placement.ts';
import { plain } from '../preprocessings.ts';

const side = 6;
const factor = fc.double({ min: 0, max: 3, noNaN: true });
const anyPaint = fc.oneof(
  factor.map(brightness),
  factor.map(contrast),
  factor.map(saturation),
  fc.integer({ min: 1, max: 8 }).map(posterize),
  fc.integer({ min: 0, max: 256 }).map(solarize),
);
const anyPaints = fc.array(anyPaint, { maxLength: 6 });
const anyPixels = fc.uint8Array({ minLength: side * side * 4, maxLength: side * side * 4 });

function canvasOf(bytes: Uint8Array): Canvas {
  const canvas = new Canvas(side);
  canvas.bytes().set(bytes);
  return canvas;
}

/** Each paint done before the next begins. */
function oneByOne(bytes: Uint8Array, paints: readonly Paint[]): number[] {
  const canvas = canvasOf(bytes);
  for (const paint of paints) {
    paint(canvas);
    canvas.bytes();
  }
  return colours(canvas);
}

function colours(canvas: Canvas): number[] {
  return [...canvas.bytes()].filter((_, i) => i % 4 < 3);
}

describe('paints that wait', () => {
  test('give what they give one by one', () => {
    fc.assert(
      fc.property(anyPixels, anyPaints, (bytes, paints) => {
        const canvas = canvasOf(bytes);
        for (const paint of paints) paint(canvas);
        expect(colours(canvas)).toEqual(oneByOne(bytes, paints));
      }),
    );
  });

  test('are in the tensor, normalised and in their places', () => {
    const mean = [127, 120, 100] as const;
    const card = { ...plain, sizePx: side, mean, std: [128, 60, 50], layout: 'nhwc' } as const;
    fc.assert(
      fc.property(anyPixels, anyPaints, (bytes, paints) => {
        const canvas = canvasOf(bytes);
        for (const paint of paints) paint(canvas);
        const tensor = new Float32Array(3 * side * side);
        canvas.arrange(colourPlacements(card), tensor);
        const expected = oneByOne(bytes, paints).map((value, i) => (value - mean[i % 3]) / card.std[i % 3]);
        expect(tensor).toEqual(Float32Array.from(expected));
      }),
    );
  });
});

test('the mean luma is the mean of what Pillow rounds, of the pixels as they are by then', () => {
  fc.assert(
    fc.property(anyPixels, anyPaints, (bytes, paints) => {
      const canvas = canvasOf(bytes);
      for (const paint of paints) paint(canvas);
      const mean = canvas.meanLuma();
      const seen = oneByOne(bytes, paints);
      const lumas = Array.from({ length: side * side }, (_, i) =>
        Math.floor((19595 * seen[3 * i] + 38470 * seen[3 * i + 1] + 7471 * seen[3 * i + 2] + 32768) / 65536),
      );
      expect(mean).toBe(lumas.reduce((sum, value) => sum + value, 0) / lumas.length);
    }),
  );
});
