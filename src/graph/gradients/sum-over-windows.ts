import type { Windows } from '../operators/windows.ts';
import { add, concat, expand, pad, reshape, slice, transpose } from '../ops.ts';
import { elementCount, sizes, type Value } from '../value.ts';

/**
 * Adds up, at each pixel, what the taps of all windows give back ("col2im"). Each tap has one number per window
 * ([N, C, ...], taps row-major); the result is [N, C, ...space]. It works axis by axis, so that a kernel of k by k taps
 * costs 2 k passes, not k^2.
 */
export function sumOverWindows(taps: readonly Value[], windows: Windows, space: readonly number[]): Value {
  const axes = space.map((_, axis) => axis).toReversed();
  const [laid] = axes.reduce((parts, axis) => joined(parts, axis, windows, space[axis]), taps);
  return laid;
}

/** Lays each run of kernel[axis] parts along that axis. */
function joined(parts: readonly Value[], axis: number, windows: Windows, size: number): Value[] {
  const [taps, stride, before, step] = [windows.kernel, windows.strides, windows.pads, windows.dilations].map(
    (each) => each[axis],
  );
  return parts.flatMap((_, i) => {
    if (i % taps > 0) return [];
    const offsets = Array.from({ length: taps }, (_, tap) => tap * step);
    return [along(axis + 2, parts.slice(i, i + taps), { offsets, stride, before, size })];
  });
}

type Line = {
  /** Where the first number of each part goes; the next ones follow `stride` apart. */
  readonly offsets: readonly number[];
  readonly stride: number;
  /** The index of the image's first pixel, and how many it has. */
  readonly before: number;
  readonly size: number;
};

/** Adds up parts along one axis. Positions that are equal modulo the stride are summed first, then interleaved. */
function along(axis: number, parts: readonly Value[], { offsets, stride, before, size }: Line): Value {
  const count = sizes(parts[0].shape)[axis];
  const end = Math.max(before + size, Math.max(...offsets) + (count - 1) * stride + 1);
  const cells = Math.ceil(end / stride);
  const phases = Array.from({ length: stride }, (_, phase) => {
    const laid = parts.flatMap((part, i) => {
      const shift = Math.floor(offsets[i] / stride);
      return offsets[i] % stride === phase ? [padded(part, axis, shift, cells - shift - count)] : [];
    });
    return laid.length === 0 ? zerosLike(padded(parts[0], axis, 0, cells - count)) : laid.reduce((a, b) => add(a, b));
  });
  return cropped(interleaved(phases, axis), axis, before, size);
}

/** Interleaves the phases along an axis: a b c and d e f give a d b e c f. */
export function interleaved(phases: readonly Value[], axis: number): Value {
  const [first] = phases;
  if (phases.length === 1) return first;
  const shape = sizes(first.shape);
  const grown = shape.with(axis, shape[axis] * phases.length);
  // ONNX Runtime transposes a matrix fast, and concatenates single numbers slowly.
  if (axis === shape.length - 1) {
    const rows = phases.map((phase) => reshape(phase, [1, elementCount(shape)]));
    return reshape(transpose(concat(rows, 0)), grown);
  }
  const cells = phases.map((phase) => reshape(phase, shape.toSpliced(axis + 1, 0, 1)));
  return reshape(concat(cells, axis + 1), grown);
}

function zerosLike({ graph, type, shape }: Value): Value {
  return expand(graph.scalar(0, type), shape);
}

function padded(x: Value, axis: number, before: number, after: number): Value {
  const along = (zeros: number) => x.shape.map((_, i) => (i === axis ? zeros : 0));
  return before === 0 && after === 0 ? x : pad(x, along(before), along(after));
}

function cropped(x: Value, axis: number, start: number, size: number): Value {
  return start === 0 && x.shape[axis] === size ? x : slice(x, axis, start, start + size);
}
