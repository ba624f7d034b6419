import { internalError } from '../base/error.ts';
import { commonGraph, type Graph } from './graph.ts';
import type { Attributes } from './node.ts';
import type { Operator } from './operators/catalogue.ts';
import { elementTypeCodes } from './operators/element-types.ts';
import { type ElementType, type Shape, sizes, type Value } from './value.ts';

/**
 * The operands of elementwise functions: a value, or a number, which becomes a constant of the other operand's type.
 */
export type Operand = Value | number;

/** A reduction over `axes` (all where not given); `keep` leaves them with size 1. */
export type Reduction = (x: Value, axes?: number | readonly number[], options?: { readonly keep?: boolean }) => Value;

type Unary = (x: Value) => Value;
type Binary = (a: Operand, b: Operand) => Value;
type AlongAxis = (x: Value, axis?: number) => Value;

/** a + b, broadcast. */
export const add = binary('Add');
/** a - b, broadcast. */
export const sub = binary('Sub');
/** a b, elementwise, broadcast. */
export const mul = binary('Mul');
/** a / b, broadcast. */
export const div = binary('Div');
/** a to the power b, broadcast. */
export const pow = binary('Pow');
/** The larger of both, elementwise, broadcast. */
export const maximum = binary('Max');
/** The smaller of both, elementwise, broadcast. */
export const minimum = binary('Min');
/** Whether a = b, bool, broadcast. */
export const equal = binary('Equal');
/** Whether a > b, bool, broadcast. */
export const greater = binary('Greater');
/** Whether a >= b, bool, broadcast. */
export const greaterOrEqual = binary('GreaterOrEqual');
/** Whether a < b, bool, broadcast. */
export const less = binary('Less');
/** Whether a <= b, bool, broadcast. */
export const lessOrEqual = binary('LessOrEqual');
/** Whether both are true, bool, broadcast. */
export const and = binary('And');
/** Whether at least one is true, bool, broadcast. */
export const or = binary('Or');
/** Whether x is false, bool. */
export const not = unary('Not');

/** -x. */
export const neg = unary('Neg');
/** e to the power x. */
export const exp = unary('Exp');
/** The natural logarithm. */
export const log = unary('Log');
/** The square root. */
export const sqrt = unary('Sqrt');
/** |x|. */
export const abs = unary('Abs');
/** The sign: -1, 0 or 1. */
export const sign = unary('Sign');
/** The largest whole number that is not above x. */
export const floor = unary('Floor');
/** The sine of an angle in radians. */
export const sin = unary('Sin');
/** The cosine of an angle in radians. */
export const cos = unary('Cos');
/** The error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x. */
export const erf = unary('Erf');
/** The hyperbolic tangent. */
export const tanh = unary('Tanh');
/** 1 / (1 + e^-x). */
export const sigmoid = unary('Sigmoid');
/** log(1 + e^x). */
export const softplus = unary('Softplus');
/** max(x, 0). */
export const relu = unary('Relu');
/** A copy of x under a new name. */
export const identity = unary('Identity');

/** The sum over `axes` (all where none is given; -1 is the last). */
export const sum = reduction('ReduceSum');
/** The arithmetic mean over `axes` (all where none is given; -1 is the last). */
export const mean = reduction('ReduceMean');
/** The maximum over `axes` (all where none is given; -1 is the last). */
export const max = reduction('ReduceMax');
/** The minimum over `axes` (all where none is given; -1 is the last). */
export const min = reduction('ReduceMin');

/** e^x / sum e^x along `axis` (the last where none is given). */
export const softmax = alongAxis('Softmax');
/** log softmax(x) along `axis` (the last where none is given); large x do not overflow. */
export const logSoftmax = alongAxis('LogSoftmax');

/** The matrix product of the last two axes, [..., M, K] x [..., K, N] -> [..., M, N]; leading axes broadcast. */
export function matMul(a: Value, b: Value): Value {
  return record('MatMul', [a, b]);
}

/** x^2, elementwise. */
export function square(x: Value): Value {
  return mul(x, x);
}

/** The Euclidean length along `axis` (the last where none is given), kept as size 1; 1e-6 for a zero vector. */
export function euclideanLength(x: Value, axis = -1): Value {
  return sqrt(add(sum(square(x), axis, { keep: true }), 1e-12));
}

/** Scales vectors along `axis` (the last where none is given) to unit Euclidean length; a zero vector stays zero. */
export function normalised(x: Value, axis = -1): Value {
  return div(x, euclideanLength(x, axis));
}

/** Transposes the axes to `order`; without it, swaps the last two. */
export function transpose(x: Value, order?: readonly number[]): Value {
  const axes = x.shape.map((_, axis) => axis);
  const swapped = [...axes.slice(0, -2), ...axes.slice(-1), ...axes.slice(-2, -1)];
  return record('Transpose', [x], { perm: order ?? swapped });
}

/** The same numbers in another shape. One size may be -1, or the name of a dynamic size: it takes what is left. */
export function reshape(x: Value, shape: Shape): Value {
  const numbers = shape.map((size) => (typeof size === 'string' ? -1 : size));
  return record('Reshape', [x, integerList(x.graph, numbers)]);
}

/** x broadcast to `shape`. */
export function expand(x: Value, shape: Shape): Value {
  return record('Expand', [x, integerList(x.graph, sizes(shape))]);
}

/** The slices of `data` at `indices` (int64) along `axis`: for axis 0 rows, [N, D] at [B] -> [B, D]. */
export function gather(data: Value, indices: Value, axis = 0): Value {
  return record('Gather', [data, indices], { axis: fromFront(axis, data) });
}

/** Takes one element per index along `axis`: [B, C] at [B, 1] -> [B, 1]. */
export function gatherElements(data: Value, indices: Value, axis = -1): Value {
  return record('GatherElements', [data, indices], { axis: fromFront(axis, data) });
}

/**
 * The `count` largest along the last axis, largest first, and their indices (int64); of equal ones the first. It has no
 * gradient of its own: read the values with gatherElements at these indices where gradients should pass.
 */
export function topK(x: Value, count: number): { readonly values: Value; readonly indices: Value } {
  const attributes = { axis: fromFront(-1, x), largest: 1, sorted: 1 };
  const [values, indices] = commonGraph([x]).apply('TopK', [x, integerList(x.graph, [count])], attributes);
  return { values, indices };
}

/** Whole numbers [B] to rows [B, depth] of zeros with a one at the number's index. */
export function oneHot(indices: Value, depth: number, type: ElementType = 'float32'): Value {
  const { graph } = indices;
  const inputs = [indices, graph.constant([depth], { type: 'int64' }), graph.constant([0, 1])];
  // ONNX Runtime has OneHot for float32, not for float64.
  return cast(record('OneHot', inputs, { axis: -1 }), type);
}

/** `yes` where `condition` (bool) is true, else `no`; broadcast. */
export function where(condition: Value, yes: Operand, no: Operand): Value {
  const [a, b] = operands(yes, no);
  return record('Where', [condition, a, b]);
}

/** Concatenates the values along `axis`. */
export function concat(values: readonly Value[], axis: number): Value {
  return record('Concat', values, { axis: fromFront(axis, values[0]) });
}

/**
 * Every `step`-th element of x from `start` up to, not including, `end` along `axis`; the axis must have at least
 * `end`.
 */
export function slice(x: Value, axis: number, start: number, end: number, step = 1): Value {
  const place = fromFront(axis, x);
  if (start === 0 && end === x.shape[place] && step === 1) return x;
  const one = (value: number) => integerList(x.graph, [value]);
  return record('Slice', [x, one(start), one(end), one(place), ...(step === 1 ? [] : [one(step)])]);
}

/** Like slice, along all axes after the first two of [N, C, ...] at once. */
export function cut(
  x: Value,
  { starts, ends, steps }: Readonly<Record<'starts' | 'ends' | 'steps', readonly number[]>>,
): Value {
  const whole = starts.every((start, i) => start === 0 && ends[i] === x.shape[i + 2] && steps[i] === 1);
  if (whole) return x;
  const lists = [starts, ends, starts.map((_, i) => i + 2), steps].map((list) => integerList(x.graph, list));
  return record('Slice', [x, ...(steps.every((step) => step === 1) ? lists.slice(0, 3) : lists)]);
}

/** x padded with `before` and `after` zeros along each axis. */
export function pad(x: Value, before: readonly number[], after: readonly number[]): Value {
  return record('Pad', [x, integerList(x.graph, [...before, ...after])]);
}

/** x clipped to [least, most]. */
export function clip(x: Value, least: number, most: number): Value {
  return record('Clip', [x, x.graph.scalar(least, x.type), x.graph.scalar(most, x.type)]);
}

/** x as another element type; true becomes 1. */
export function cast(x: Value, type: ElementType): Value {
  return x.type === type ? x : record('Cast', [x], { to: elementTypeCodes[type] });
}

/** `data` with `updates` added at `indices`, whose last axis holds coordinates in the first axes of `data`. */
export function scatterAdd(data: Value, indices: Value, updates: Value): Value {
  return record('ScatterND', [data, indices, updates], { reduction: 'add' });
}

/** `data` with each of `updates` added at its index along `axis`. */
export function scatterAddElements(data: Value, indices: Value, updates: Value, axis: number): Value {
  return record('ScatterElements', [data, indices, updates], { axis, reduction: 'add' });
}

/** Records a node with one output in the innermost graph of its operands. */
export function record(operator: Operator, inputs: readonly Value[], attributes: Attributes = {}): Value {
  return commonGraph(inputs).apply(operator, inputs, attributes)[0];
}

function unary(operator: Operator): Unary {
  return (x) => record(operator, [x]);
}

function binary(operator: Operator): Binary {
  return (a, b) => record(operator, operands(a, b));
}

function alongAxis(operator: Operator): AlongAxis {
  return (x, axis = -1) => record(operator, [x], { axis: fromFront(axis, x) });
}

function reduction(operator: Operator): Reduction {
  return (x, axes = x.shape.map((_, axis) => axis), { keep = false } = {}) => {
    const list = [axes].flat().map((axis) => fromFront(axis, x));
    return record(operator, [x, integerList(x.graph, list)], { keepdims: keep ? 1 : 0 });
  };
}

function operands(a: Operand, b: Operand): [Value, Value] {
  if (typeof a !== 'number') return [a, typeof b === 'number' ? a.graph.scalar(b, a.type) : b];
  if (typeof b !== 'number') return [b.graph.scalar(a, b.type), b];
  throw internalError('at least one operand must be a value of a graph');
}

function integerList(graph: Graph, values: readonly number[]): Value {
  return graph.constant(values, { type: 'int64' });
}

function fromFront(axis: number, { shape }: Value): number {
  return axis < 0 ? axis + shape.length : axis;
}
