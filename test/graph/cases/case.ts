import type { Random } from '../../../src/base/random.ts';
import type { Value } from '../../../src/graph/value.ts';

/** Where the random numbers of an input lie: away from kinks and poles. */
export type Domain = 'any' | 'positive' | 'spaced';

/** One random instance of an operator: its inputs, and the call under test. */
export type Case = {
  readonly inputs: readonly { readonly shape: readonly number[]; readonly domain: Domain }[];
  readonly call: (inputs: readonly Value[]) => Value;
  /** float32 where ONNX Runtime has no float64 kernel for the operator; float64 where not given. */
  readonly type?: 'float32';
};

/** What draws an instance of an operator. */
export type CaseOf = (random: Random) => Case;

/** A case in float64. */
export function caseOf(inputs: Case['inputs'], call: Case['call']): Case {
  return { inputs, call };
}

/** The same in float32, for operators without a float64 kernel. */
export function inFloat32(of: Case): Case {
  return { ...of, type: 'float32' };
}

/** Inputs that may hold any numbers. */
export function free(shapes: readonly (readonly number[])[]): Case['inputs'] {
  return shapes.map((shape) => ({ shape, domain: 'any' }));
}

/** An elementwise function of one matrix. */
export function ofOne(random: Random, call: (x: Value) => Value, domain: Domain = 'any'): Case {
  return caseOf([{ shape: someSizes(random, 2), domain }], ([x]) => call(x));
}

/** An elementwise function of two operands that broadcast over each other. */
export function ofTwo(random: Random, call: (a: Value, b: Value) => Value, domain: Domain = 'any'): Case {
  const inputs = broadcastable(random, 3).map((shape) => ({ shape, domain }));
  return caseOf(inputs, ([a, b]) => call(a, b));
}

/** Sizes of 1 to 4. */
export function someSizes(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => 1 + random.integer(4));
}

/** Two shapes that broadcast over each other: axes of size 1 or missing in front, in either. */
export function broadcastable(random: Random, rank: number): [number[], number[]] {
  const whole = someSizes(random, rank);
  const thinned = () => whole.map((size) => (random.integer(3) === 0 ? 1 : size)).slice(random.integer(rank + 1));
  return random.integer(2) === 0 ? [whole, thinned()] : [thinned(), whole];
}
