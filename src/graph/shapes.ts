import { internalError } from '../base/error.ts';
import { broadcastShapes } from './broadcast.ts';
import { type Attributes, body, integer, integers } from './node.ts';
import { constantNumbers, type Dimension, type ElementType, type Shape, type TensorType, type Value } from './value.ts';

/** Gives the types and shapes of a node's outputs. */
export type ShapeRule = (inputs: readonly Value[], attributes: Attributes) => readonly TensorType[];

const sameAsFirst: ShapeRule = ([{ type, shape }]) => [{ type, shape }];

const broadcast: ShapeRule = (inputs) => [{ type: inputs[0].type, shape: broadcastShapes(inputs) }];

const comparison: ShapeRule = (inputs) => [{ type: 'bool', shape: broadcastShapes(inputs) }];

const where: ShapeRule = (inputs) => [{ type: inputs[1].type, shape: broadcastShapes(inputs) }];

const matMul: ShapeRule = ([a, b]) => {
  if (a.shape.length < 2 || b.shape.length < 2) throw internalError('a matrix product takes two axes or more');
  if (a.shape.at(-1) !== b.shape.at(-2)) throw internalError(`[${a.shape}] x [${b.shape}] is no matrix product`);
  const stacks = broadcastShapes([a, b].map(({ shape }) => ({ shape: shape.slice(0, -2) })));
  return [{ type: a.type, shape: [...stacks, ...a.shape.slice(-2, -1), ...b.shape.slice(-1)] }];
};

const reduction: ShapeRule = ([{ type, shape }, axes], attributes) => {
  const reduced = new Set(constantNumbers(axes));
  const kept = integer(attributes, 'keepdims') === 1 ? [1] : [];
  return [{ type, shape: shape.flatMap((size, axis) => (reduced.has(axis) ? kept : [size])) }];
};

const transpose: ShapeRule = ([{ type, shape }], attributes) => [
  { type, shape: integers(attributes, 'perm').map((axis) => shape[axis]) },
];

const reshape: ShapeRule = ([{ type, shape }, target]) => {
  const wanted = constantNumbers(target).map((size, axis) => (size === 0 ? shape[axis] : size));
  return [{ type, shape: wanted.map((size) => (size === -1 ? remainder(shape, wanted) : size)) }];
};

const expand: ShapeRule = ([x, target]) => [
  { type: x.type, shape: broadcastShapes([x, { shape: constantNumbers(target) }]) },
];

const gather: ShapeRule = ([{ type, shape }, indices], attributes) => {
  const axis = integer(attributes, 'axis');
  return [{ type, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }];
};

const gatherElements: ShapeRule = ([{ type }, { shape }]) => [{ type, shape }];

const oneHot: ShapeRule = ([{ shape }, depth, { type }]) => [{ type, shape: [...shape, ...constantNumbers(depth)] }];

const concat: ShapeRule = (inputs, attributes) => {
  const axis = integer(attributes, 'axis');
  const [{ type, shape }] = inputs;
  return [{ type, shape: shape.with(axis, total(inputs.map((input) => input.shape[axis]))) }];
};

const slice: ShapeRule = ([{ type, shape }, starts, ends, axes]) => {
  const [from, to] = [constantNumbers(starts), constantNumbers(ends)];
  const cut = new Map(constantNumbers(axes).map((axis, i) => [axis, to[i] - from[i]]));
  return [{ type, shape: shape.map((size, axis) => cut.get(axis) ?? size) }];
};

const pad: ShapeRule = ([{ type, shape }, amounts]) => {
  const widths = constantNumbers(amounts);
  return [{ type, shape: shape.map((size, axis) => total([size, widths[axis], widths[axis + shape.length]])) }];
};

const cast: ShapeRule = ([{ shape }], attributes) => [{ type: elementTypeOf(integer(attributes, 'to')), shape }];

/** The first outputs carry the state on; the others stack what each repetition gives. */
const scan: ShapeRule = (inputs, attributes) => {
  const states = inputs.length - integer(attributes, 'num_scan_inputs');
  const repetitions = inputs[states].shape[0];
  return body(attributes).outputs.map(({ type, shape }, i) => ({
    type,
    shape: i < states ? shape : [repetitions, ...shape],
  }));
};

/** The shape rule of every operator that graphs can hold, under its ONNX name (opset 18). */
export const shapeRules = {
  Add: broadcast,
  Sub: broadcast,
  Mul: broadcast,
  Div: broadcast,
  Pow: broadcast,
  Neg: sameAsFirst,
  Exp: sameAsFirst,
  Log: sameAsFirst,
  Sqrt: sameAsFirst,
  Relu: sameAsFirst,
  Clip: sameAsFirst,
  Identity: sameAsFirst,
  Softmax: sameAsFirst,
  LogSoftmax: sameAsFirst,
  MatMul: matMul,
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  Transpose: transpose,
  Reshape: reshape,
  Expand: expand,
  Concat: concat,
  Slice: slice,
  Pad: pad,
  Gather: gather,
  GatherElements: gatherElements,
  Where: where,
  Cast: cast,
  Equal: comparison,
  Greater: comparison,
  Less: comparison,
  OneHot: oneHot,
  ScatterElements: sameAsFirst,
  ScatterND: sameAsFirst,
  Scan: scan,
} satisfies Record<string, ShapeRule>;

/** The ONNX name of an operator that graphs can hold. */
export type Operator = keyof typeof shapeRules;

/** The numbers by which ONNX knows our element types (TensorProto.DataType). */
export const elementTypeCodes: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9, float64: 11 };

function elementTypeOf(code: number): ElementType {
  const types: readonly ElementType[] = ['float32', 'int64', 'bool', 'float64'];
  const found = types.find((type) => elementTypeCodes[type] === code);
  if (!found) throw internalError(`no element type has the code ${code}`);
  return found;
}

function total(parts: readonly Dimension[]): Dimension {
  return parts.reduce((sum, part) => {
    if (part === 0) return sum;
    if (sum === 0) return part;
    return typeof sum === 'number' && typeof part === 'number' ? sum + part : `${sum}+${part}`;
  }, 0);
}

/** What -1 stands for: the size that is left when the known ones are divided out. */
function remainder(shape: Shape, wanted: Shape): Dimension {
  const known = wanted.filter((size) => size !== -1);
  const left = shape.filter((size) => typeof size === 'string' && !known.includes(size));
  const product = (list: Shape) => list.reduce<number>((p, size) => (typeof size === 'number' ? p * size : p), 1);
  const factor = product(shape) / product(known);
  if (left.length === 0) return factor;
  return factor === 1 ? left.join('*') : [factor, ...left].join('*');
}
