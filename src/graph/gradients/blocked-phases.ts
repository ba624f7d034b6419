import { lanesOf } from '../channel-blocks.ts';
import { type Attributes, integer } from '../node.ts';
import { type Windows, windowCounts } from '../operators/windows.ts';
import { gather, record, reshape } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import { interleaved } from './sum-over-windows.ts';

/** Along one axis, the pixels of x with the same offset modulo the stride: the same taps cover all of them. */
export type Phase = {
  /** These taps, as indices into the flipped kernel. */
  readonly taps: readonly number[];
  /** The distance from one of these taps to the next, in pixels of dy. */
  readonly dilation: number;
  /** Zeros before and after dy, so that there is one window for each pixel. */
  readonly pads: readonly [number, number];
};

/**
 * The phases along both axes, one for each offset below the stride. Null where this form does not apply: where a phase
 * has no tap, the image's size is no multiple of the stride, or a padding would be negative.
 */
export function phasesOf(space: readonly number[], windows: Windows): Phase[][] | null {
  const counts = windowCounts(space, windows);
  const phases = space.map((size, axis) => phasesAlong(axis, size, counts[axis], windows));
  const areSimple = phases.every((along) => along.every(({ taps, pads }) => taps.length > 0 && Math.min(...pads) >= 0));
  return areSimple && space.every((size, axis) => size % windows.strides[axis] === 0) ? phases : null;
}

/**
 * Pixel a + i stride, the i-th of phase a, was covered by window i + (a + pad - tap dilation) / stride under each tap
 * for which this is a whole number.
 */
function phasesAlong(axis: number, size: number, count: number, windows: Windows): Phase[] {
  const [kernel, stride, dilation, before] = [
    windows.kernel[axis],
    windows.strides[axis],
    windows.dilations[axis],
    windows.pads[axis],
  ];
  return Array.from({ length: stride }, (_, a) => {
    const met = Array.from({ length: kernel }, (_, place) => ({
      place,
      shift: (a + before - (kernel - 1 - place) * dilation) / stride,
    })).filter(({ shift }) => Number.isInteger(shift));
    const shifts = met.map(({ shift }) => shift);
    return {
      taps: met.map(({ place }) => place),
      dilation: met.length > 1 ? shifts[1] - shifts[0] : 1,
      pads: [-shifts[0], size / stride - count + (shifts.at(-1) ?? 0)],
    };
  });
}

/**
 * The gradient of a convolution's input, everything in blocks of channels. For each phase, dy is convolved with those
 * taps of the flipped kernels that cover its pixels; then the phases are interleaved.
 */
export function byPhases(dy: Value, flipped: Value, [down, across]: Phase[][], attributes: Attributes): Value {
  const block = integer(attributes, 'block');
  const [channels, filters, , columns] = sizes(flipped.shape);
  const kernels = reshape(flipped, [channels / block, filters / block, -1, block * block]);
  const part = (row: Phase, column: Phase) => {
    const taps = row.taps.flatMap((i) => column.taps.map((j) => i * columns + j));
    const kernel_shape = [row.taps.length, column.taps.length];
    const weights = reshape(only(kernels, taps), [channels, filters, ...kernel_shape]);
    const pads = [row.pads[0], column.pads[0], row.pads[1], column.pads[1]];
    const dilations = [row.dilation, column.dilation];
    return record('BlockedConv', [dy, weights], { ...attributes, kernel_shape, pads, dilations, strides: [1, 1] });
  };
  const rows = down.map((row) =>
    interleaved(
      across.map((column) => lanesOf(part(row, column), block)),
      3,
    ),
  );
  const image = interleaved(rows, 2);
  const [n, blocks, height, width] = sizes(image.shape);
  return reshape(image, [n, blocks * block, height, width]);
}

/** The kernels' taps at these indices. */
function only(kernels: Value, taps: readonly number[]): Value {
  const areAll = taps.length === kernels.shape[2] && taps.every((tap, i) => tap === i);
  return areAll ? kernels : gather(kernels, kernels.graph.constant(taps, { type: 'int64' }), 2);
}
