import { lanesOf } from '../channel-blocks.ts';
import { type Attributes, integer } from '../node.ts';
import { type Windows, windowCounts } from '../operators/windows.ts';
import { gather, record, reshape } from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import { shuffled } from './overlaid.ts';

/** Along one axis, the pixels of x that lie a whole stride apart, all of which met windows under the same taps. */
export type Phase = {
  /** The taps, as places in the kernel turned round. */
  readonly taps: readonly number[];
  /** From one of these taps to the next, in pixels of dy. */
  readonly dilation: number;
  /** Zeros before and after dy, so that there is a window for each pixel. */
  readonly pads: readonly [number, number];
};

/**
 * The phases along each of both axes, as many as its stride; null where pixels and windows do not go together so simply:
 * a phase that no tap sees, an image that is no multiple of its stride, or windows that lie outside.
 */
export function phasesOf(space: readonly number[], windows: Windows): Phase[][] | null {
  const counts = windowCounts(space, windows);
  const phases = space.map((size, axis) => phasesAlong(axis, size, counts[axis], windows));
  const areSimple = phases.every((along) => along.every(({ taps, pads }) => taps.length > 0 && Math.min(...pads) >= 0));
  return areSimple && space.every((size, axis) => size % windows.strides[axis] === 0) ? phases : null;
}

/** Pixel i of phase a, at a + i stride, met window i + (a + pad - tap dilation) / stride under each tap where that is whole. */
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
 * The gradient of a convolution's input, all in blocks of channels: for every phase the convolution of dy by the taps of
 * the turned kernels that its pixels met; then the phases laid side by side.
 */
export function byPhases(dy: Value, turned: Value, [down, across]: Phase[][], attributes: Attributes): Value {
  const block = integer(attributes, 'block');
  const [channels, filters, , columns] = sizes(turned.shape);
  const kernels = reshape(turned, [channels / block, filters / block, -1, block * block]);
  const part = (row: Phase, column: Phase) => {
    const taps = row.taps.flatMap((i) => column.taps.map((j) => i * columns + j));
    const kernel_shape = [row.taps.length, column.taps.length];
    const weights = reshape(only(kernels, taps), [channels, filters, ...kernel_shape]);
    const pads = [row.pads[0], column.pads[0], row.pads[1], column.pads[1]];
    const dilations = [row.dilation, column.dilation];
    return record('BlockedConv', [dy, weights], { ...attributes, kernel_shape, pads, dilations, strides: [1, 1] });
  };
  const rows = down.map((row) =>
    shuffled(
      across.map((column) => lanesOf(part(row, column), block)),
      3,
    ),
  );
  const image = shuffled(rows, 2);
  const [n, blocks, height, width] = sizes(image.shape);
  return reshape(image, [n, blocks * block, height, width]);
}

/** The kernels' taps of these places. */
function only(kernels: Value, taps: readonly number[]): Value {
  const areAll = taps.length === kernels.shape[2] && taps.every((tap, i) => tap === i);
  return areAll ? kernels : gather(kernels, kernels.graph.constant(taps, { type: 'int64' }), 2);
}
