import { integer } from '../node.ts';
import { elementTypeOf } from '../operators/element-types.ts';
import { constantNumbers, type ElementType } from '../value.ts';
import { broadcastNumbers, type Evaluator } from './evaluator.ts';

/** Computes an elementwise operator of one input. */
export function ofOne(compute: (x: number) => number): Evaluator {
  return ([x], _, { type }) => asType(constantNumbers(x).map(compute), type);
}

/** Computes an elementwise operator of two inputs, with broadcasting. */
export function ofTwo(compute: (a: number, b: number) => number): Evaluator {
  return (inputs, _, output) => {
    const [a, b] = inputs.map((input) => broadcastNumbers(input, output));
    return asType(
      a.map((value, i) => compute(value, b[i])),
      output.type,
    );
  };
}

/** Computes a comparison of two inputs, with broadcasting: 1 for true, 0 for false. */
export function truthOf(holds: (a: number, b: number) => boolean): Evaluator {
  return ofTwo((a, b) => Number(holds(a, b)));
}

/** Computes a division; int64 results are rounded towards zero. */
export const divide: Evaluator = (inputs, attributes, output) =>
  ofTwo(output.type === 'int64' ? (a, b) => Math.trunc(a / b) : (a, b) => a / b)(inputs, attributes, output);

/** Takes the second input where the first is true, else the third. */
export const choose: Evaluator = (inputs, _, output) => {
  const [condition, yes, no] = inputs.map((input) => broadcastNumbers(input, output));
  return asType(
    condition.map((holds, i) => (holds ? yes[i] : no[i])),
    output.type,
  );
};

/** Clips the first input to the limits in the other two. */
export const limited: Evaluator = ([x, least, most]) => {
  const [[low], [high]] = [constantNumbers(least), constantNumbers(most)];
  return constantNumbers(x).map((value) => Math.min(high, Math.max(low, value)));
};

/** Converts to another element type; conversion to int64 rounds towards zero. */
export const castNumbers: Evaluator = ([x], attributes) => {
  const type = elementTypeOf(integer(attributes, 'to'));
  const numbers = constantNumbers(x);
  if (type === 'bool') return numbers.map((value) => Number(value !== 0));
  return asType(type === 'int64' ? numbers.map(Math.trunc) : numbers, type);
};

function asType(numbers: readonly number[], type: ElementType): Float32Array | readonly number[] {
  return type === 'float32' ? Float32Array.from(numbers) : numbers;
}
