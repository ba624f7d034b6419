import { integer } from '../node.ts';
import { elementTypeOf } from '../operators/element-types.ts';
import { constantNumbers, type ElementType } from '../value.ts';
import { type Evaluator, spread } from './evaluator.ts';

/** An operator of one number. */
export function ofOne(compute: (x: number) => number): Evaluator {
  return ([x], _, { type }) => asType(constantNumbers(x).map(compute), type);
}

/** An operator of two numbers, broadcast. */
export function ofTwo(compute: (a: number, b: number) => number): Evaluator {
  return (inputs, _, output) => {
    const [a, b] = inputs.map((input) => spread(input, output));
    return asType(
      a.map((value, i) => compute(value, b[i])),
      output.type,
    );
  };
}

/** An operator that compares two numbers, broadcast. */
export function truthOf(holds: (a: number, b: number) => boolean): Evaluator {
  return ofTwo((a, b) => Number(holds(a, b)));
}

/** Whole numbers are divided towards zero. */
export const divide: Evaluator = (inputs, attributes, output) =>
  ofTwo(output.type === 'int64' ? (a, b) => Math.trunc(a / b) : (a, b) => a / b)(inputs, attributes, output);

/** The second input where the first holds, else the third. */
export const choose: Evaluator = (inputs, _, output) => {
  const [condition, yes, no] = inputs.map((input) => spread(input, output));
  return asType(
    condition.map((holds, i) => (holds ? yes[i] : no[i])),
    output.type,
  );
};

/** The first input within the other two. */
export const limited: Evaluator = ([x, least, most]) => {
  const [[low], [high]] = [constantNumbers(least), constantNumbers(most)];
  return constantNumbers(x).map((value) => Math.min(high, Math.max(low, value)));
};

/** Whole numbers are cut off towards zero. */
export const castNumbers: Evaluator = ([x], attributes) => {
  const type = elementTypeOf(integer(attributes, 'to'));
  const numbers = constantNumbers(x);
  if (type === 'bool') return numbers.map((value) => Number(value !== 0));
  return asType(type === 'int64' ? numbers.map(Math.trunc) : numbers, type);
};

function asType(numbers: readonly number[], type: ElementType): Float32Array | readonly number[] {
  return type === 'float32' ? Float32Array.from(numbers) : numbers;
}
