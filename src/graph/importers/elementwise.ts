import { internalError } from '../../base/error.ts';
import * as ops from '../ops.ts';
import { elementTypeWithin } from '../proto/read-tensor.ts';
import type { Value } from '../value.ts';
import { type Importer, integerAttribute, numbers, operand } from './file-node.ts';

/** Imports an operator of one operand that one of our functions computes. */
export function ofOne(compute: (x: Value) => Value): Importer {
  return (node) => compute(operand(node, 0));
}

/** Imports an operator of two operands that one of our functions computes. */
export function ofTwo(compute: (a: Value, b: Value) => Value): Importer {
  return (node) => compute(operand(node, 0), operand(node, 1));
}

/** Imports an operator of any number of operands, by a function of ours that takes two. */
export function ofMany(compute: (a: Value, b: Value) => Value): Importer {
  return (node) => node.inputs.map((_, i) => operand(node, i)).reduce((a, b) => compute(a, b));
}

/** The arithmetic mean of the operands. */
export const meanOfMany: Importer = (node) => {
  const total = node.inputs.map((_, i) => operand(node, i)).reduce((a, b) => ops.add(a, b));
  return ops.div(total, node.inputs.length);
};

/** Powers that networks often use become products and roots: their gradients are simpler, and finite at zero. */
export const power: Importer = (node) => {
  const [x, exponent] = [operand(node, 0), operand(node, 1)];
  const plain = exponent.data?.length === 1 ? powers.get(exponent.data[0]) : undefined;
  return plain && x.data === null ? plain(x) : ops.pow(x, ops.cast(exponent, x.type));
};

const powers = new Map<number, (x: Value) => Value>([
  [-1, (x) => ops.div(1, x)],
  [0.5, ops.sqrt],
  [1, (x) => x],
  [2, ops.square],
  [3, (x) => ops.mul(ops.square(x), x)],
]);

/** The remainder of a division, with the divisor's sign. */
export const modulo: Importer = (node) => {
  const [a, b] = [operand(node, 0), operand(node, 1)];
  if (a.type !== 'int64' || integerAttribute(node, 'fmod') !== 0)
    throw internalError('Mod is supported for whole numbers only');
  const rest = (x: Value) => ops.sub(x, ops.mul(b, ops.div(x, b)));
  return rest(ops.add(rest(a), b));
};

/** True where exactly one of both is true. */
export const exclusiveOr = ofTwo((a, b) => ops.not(ops.equal(a, b)));

/** The smallest whole number that is not below x. */
export const ceiling = ofOne((x) => ops.neg(ops.floor(ops.neg(x))));

/** Casts to another element type, as far as our graphs have it. */
export const castTo: Importer = (node) => {
  const type = elementTypeWithin(integerAttribute(node, 'to'));
  if (!type) throw internalError(`the element type ${integerAttribute(node, 'to')} is not supported`);
  return ops.cast(operand(node, 0), type);
};

/** To the element type of the second operand. */
export const castLike = ofTwo((x, like) => ops.cast(x, like.type));

/** Clips x to limits, either of which may be absent. */
export const limited: Importer = (node) => limit(operand(node, 0), numbers(node, 1)?.[0], numbers(node, 2)?.[0]);

function limit(x: Value, least: number | undefined, most: number | undefined): Value {
  if (least !== undefined && most !== undefined) return ops.clip(x, least, most);
  if (least !== undefined) return least === 0 ? ops.relu(x) : ops.maximum(x, least);
  return most === undefined ? x : ops.minimum(x, most);
}

/** Takes the second operand where the first is true, else the third. */
export const choice: Importer = (node) => ops.where(operand(node, 0), operand(node, 1), operand(node, 2));
