import { describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { axisWeights } from '../../src/images/axis-weights.ts';
import { interpolations } from '../../src/images/interpolation.ts';
import { colourPlacements } from '../../src/images/placement.ts';
import { resampleAcross, resampleDown } from '../../src/images/resample.ts';
import { fiveTaps, resampleAcrossFive, resampleDownFive } from '../../src/images/resample-five.ts';
import { plain } from './preprocessings.ts';

const size = 24;
const { integer } = random(0, 'pixels');
const pixels = {
  width: size,
  height: size,
  data: Uint8Array.from({ length: size * size * 3 }, () => (integer(3) === 0 ? 255 * integer(2) : integer(256))),
};
const axisFor = (outSize: number) =>
  axisWeights({ size, start: 0, length: size }, { outSize, from: 0, count: outSize }, interpolations.bicubic);
const outSizes = Array.from({ length: 40 }, (_, i) => i + 16).filter((outSize) => axisFor(outSize).taps === fiveTaps);

test('small reductions take five taps', () => {
  expect(outSizes.length).toBeGreaterThan(1);
});

describe.each(outSizes)(`${size} to %i pixels`, (outSize) => {
  test.each(['nchw', 'nhwc'] as const)('gives exactly the numbers of the general loops, %s', (layout) => {
    const axis = axisFor(outSize);
    const strips = [0, 1].map(() => ({ columns: outSize, data: new Uint8ClampedArray(size * outSize * 3) }));
    resampleAcross(pixels, axis, 0, strips[0]);
    resampleAcrossFive(pixels, axis, 0, strips[1]);
    expect(strips[1]).toEqual(strips[0]);
    const placements = colourPlacements({ ...plain, layout, sizePx: outSize });
    const tensors = [0, 1].map(() => new Float32Array(outSize * outSize * 3));
    resampleDown(strips[0], axis, 0, { ...placements, into: tensors[0] });
    resampleDownFive(strips[0], axis, 0, { ...placements, into: tensors[1] });
    expect(tensors[1]).toEqual(tensors[0]);
  });
});
