import { internalError } from '../../base/error.ts';
import * as ops from '../ops.ts';
import type { Value } from '../value.ts';
import {
  type FileNode,
  floatAttribute,
  fromFront,
  type Importer,
  integerAttribute,
  integersAttribute,
  numbers,
  operand,
  optionalIntegerAttribute,
  shapeOf,
  stringAttribute,
} from './file-node.ts';
import { type AxisResize, interpolation } from './interpolation.ts';

/** Resizing is linear along each axis, so it is a product with a constant matrix, and its gradients are exact. */
export const resized: Importer = (node) =>
  axisResizes(node).reduce((x, resize) => alongAxis(x, resize.axis, interpolation(resize)), operand(node, 0));

function axisResizes(node: FileNode): readonly (AxisResize & { readonly axis: number })[] {
  const shape = shapeOf(node);
  const axes = (integersAttribute(node, 'axes') ?? shape.map((_, axis) => axis)).map((axis) =>
    fromFront(axis, shape.length),
  );
  const given = targets(
    node,
    axes.map((axis) => shape[axis]),
  );
  const settings = settingsOf(node);
  return axes
    .map((axis, i) => ({ axis, from: shape[axis], ...given[i], ...settings }))
    .filter(({ from, to, scale }) => from !== to || scale !== 1);
}

function settingsOf(node: FileNode) {
  const coordinates = stringAttribute(node, 'coordinate_transformation_mode');
  if (coordinates === 'tf_crop_and_resize') throw internalError('a resize that crops is not supported');
  return {
    mode: stringAttribute(node, 'mode'),
    coordinates,
    rounding: stringAttribute(node, 'nearest_mode'),
    cubic: floatAttribute(node, 'cubic_coeff_a'),
    excludeOutside: integerAttribute(node, 'exclude_outside') === 1,
    antiAlias: optionalIntegerAttribute(node, 'antialias') === 1,
  };
}

/** Size and scale of each axis, from whichever input the file gives: sizes or scales. */
function targets(node: FileNode, from: readonly number[]): { readonly to: number; readonly scale: number }[] {
  const scales = numbers(node, 2) ?? [];
  if (scales.length > 0) return from.map((size, i) => ({ to: Math.floor(size * scales[i]), scale: scales[i] }));
  const wanted = numbers(node, 3) ?? [];
  if (wanted.length === 0) throw internalError('a resize gives neither sizes nor scales');
  const each = wanted.map((size, i) => size / from[i]);
  const policy = stringAttribute(node, 'keep_aspect_ratio_policy');
  if (policy === '' || policy === 'stretch') return wanted.map((to, i) => ({ to, scale: each[i] }));
  const scale = policy === 'not_larger' ? Math.min(...each) : Math.max(...each);
  return from.map((size) => ({ to: Math.round(size * scale), scale }));
}

/** x times the matrix [to, from] along an axis. */
function alongAxis(x: Value, axis: number, rows: readonly (readonly number[])[]): Value {
  const { graph, shape } = x;
  const matrix = (m: readonly (readonly number[])[]) =>
    graph.constant(Float32Array.from(m.flat()), { shape: [m.length, m[0].length] });
  if (axis === shape.length - 1) return ops.matMul(x, matrix(rows[0].map((_, i) => rows.map((row) => row[i]))));
  if (axis === shape.length - 2) return ops.matMul(matrix(rows), x);
  const order = shape
    .map((_, i) => i)
    .toSpliced(axis, 1)
    .toSpliced(shape.length - 2, 0, axis);
  const back = shape.map((_, i) => order.indexOf(i));
  return ops.transpose(ops.matMul(matrix(rows), ops.transpose(x, order)), back);
}
