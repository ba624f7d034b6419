import { type Windows, windowCounts, windowsOf } from '../operators/windows.ts';
import { cast, equal, mul, record, slice, sub } from '../ops.ts';
import { reshape } from '../shortcuts.ts';
import { sizes, type Value } from '../value.ts';
import type { Gradient } from './gradient.ts';
import { sumOverWindows } from './sum-over-windows.ts';

/**
 * The largest pixel of each window receives its gradient: of equal pixels the first, as in PyTorch. A pixel that is the
 * largest in two windows receives both. Tap by tap, pixels equal to y take what is left of dy. (MaxPool's own list of
 * indices takes 30 times as long as MaxPool.)
 */
export const maxPoolGradient: Gradient = ({ inputs: [x], outputs: [y], attributes }, [dy]) => {
  const windows = windowsOf(attributes);
  const taps = pixelsUnderTaps(x, windows);
  const shares: Value[] = [];
  const left = taps.slice(0, -1).reduce((rest, pixels) => {
    const share = mul(rest, cast(equal(pixels, y), dy.type));
    shares.push(share);
    return sub(rest, share);
  }, dy);
  return [sumOverWindows([...shares, left], windows, spaceOf(x, windows))];
};

/**
 * For every tap of the windows, row-major, the pixels under it, one per window; outside the image -infinity. Columns
 * are taken first, because ONNX Runtime copies single numbers slowly and rows fast.
 */
function pixelsUnderTaps(x: Value, windows: Windows): Value[] {
  const { kernel, strides, pads, dilations } = windows;
  const space = spaceOf(x, windows);
  const counts = windowCounts(space, windows);
  const axes = space.map((_, axis) => axis).toReversed();
  const tapsAlong = (from: Value, axis: number): Value[] => {
    const [size, stride, step, count] = [kernel[axis], strides[axis], dilations[axis], counts[axis]];
    const areSideBySide = stride === size && step === 1 && from.shape[axis + 2] === count * size;
    if (areSideBySide) return everyNth(from, axis + 2, size);
    return Array.from({ length: size }, (_, tap) => steps(from, axis + 2, { start: tap * step, stride, count }));
  };
  return axes.reduce(
    (parts, axis) => {
      const taps = parts.map((part) => tapsAlong(part, axis));
      return Array.from({ length: kernel[axis] }).flatMap((_, tap) => taps.map((ofPart) => ofPart[tap]));
    },
    [bordered(x, pads)],
  );
}

/** The sizes of the axes that windows cover: after batch and channels, before the block axis of blocked images. */
function spaceOf({ shape }: Value, { kernel }: Windows): number[] {
  return sizes(shape.slice(2, 2 + kernel.length));
}

/**
 * Every `size`-th element along an axis, one value for each of the first `size` offsets: ONNX Runtime does that in one
 * pass.
 */
function everyNth(x: Value, axis: number, size: number): Value[] {
  const shape = sizes(x.shape);
  const count = shape[axis] / size;
  const runs = reshape(x, shape.toSpliced(axis, 1, count, size));
  return Array.from({ length: size }, (_, place) =>
    reshape(slice(runs, axis + 1, place, place + 1), shape.with(axis, count)),
  );
}

/** `count` elements along an axis, from `start` on, `stride` apart. */
function steps(x: Value, axis: number, { start, stride, count }: Readonly<Record<string, number>>): Value {
  const one = (number: number) => x.graph.constant([number], { type: 'int64' });
  return record('Slice', [x, one(start), one(start + (count - 1) * stride + 1), one(axis), one(stride)]);
}

function bordered(x: Value, pads: readonly number[]): Value {
  if (pads.every((zeros) => zeros === 0)) return x;
  const half = pads.length / 2;
  const lanes = x.shape.slice(2 + half).map(() => 0);
  const amounts = [0, 0, ...pads.slice(0, half), ...lanes, 0, 0, ...pads.slice(half), ...lanes];
  const { graph, type } = x;
  return record('Pad', [x, graph.constant(amounts, { type: 'int64' }), graph.scalar(Number.NEGATIVE_INFINITY, type)]);
}
