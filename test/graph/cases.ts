import type { Random } from '../../src/base/random.ts';
import type { DifferentiableOperator } from '../../src/graph/gradients/catalogue.ts';
import * as ops from '../../src/graph/ops.ts';
import type { Value } from '../../src/graph/value.ts';

/** Where the random numbers of an input lie: away from kinks and poles. */
export type Domain = 'any' | 'positive' | 'spaced';

/** One random instance of an operator: its inputs, and the call under test. */
export type Case = {
  readonly inputs: readonly { readonly shape: readonly number[]; readonly domain: Domain }[];
  readonly call: (inputs: readonly Value[]) => Value;
};

/** A random instance for every differentiable operator; the law of directional differences walks it. */
export const cases: Record<DifferentiableOperator, (random: Random) => Case> = {
  Add: (random) => ofTwo(random, ops.add),
  Sub: (random) => ofTwo(random, ops.sub),
  Mul: (random) => ofTwo(random, ops.mul),
  Div: (random) => ofTwo(random, ops.div, 'positive'),
  Pow: (random) => ofTwo(random, ops.pow, 'positive'),
  Neg: (random) => ofOne(random, ops.neg),
  Exp: (random) => ofOne(random, ops.exp),
  Log: (random) => ofOne(random, ops.log, 'positive'),
  Sqrt: (random) => ofOne(random, ops.sqrt, 'positive'),
  Relu: (random) => ofOne(random, ops.relu, 'spaced'),
  Clip: (random) => ofOne(random, (x) => ops.clip(x, -0.5, 0.7), 'spaced'),
  Identity: (random) => ofOne(random, ops.identity),
  Softmax: (random) => alongAxis(random, (x, axis) => ops.softmax(x, axis)),
  LogSoftmax: (random) => alongAxis(random, (x, axis) => ops.logSoftmax(x, axis)),
  MatMul: (random) => {
    const [m, k, n] = someSizes(random, 3);
    const [left, right] = broadcastable(random, 1);
    return {
      inputs: free([
        [...left, m, k],
        [...right, k, n],
      ]),
      call: ([a, b]) => ops.matMul(a, b),
    };
  },
  ReduceSum: (random) => reduced(random, ops.sum),
  ReduceMean: (random) => reduced(random, ops.mean),
  ReduceMax: (random) => reduced(random, ops.max, 'spaced'),
  Transpose: (random) => {
    const order = random.shuffle([0, 1, 2]);
    return { inputs: free([someSizes(random, 3)]), call: ([x]) => ops.transpose(x, order) };
  },
  Reshape: (random) => {
    const [a, b, c] = someSizes(random, 3);
    return { inputs: free([[a, b, c]]), call: ([x]) => ops.reshape(x, [c * a, b]) };
  },
  Expand: (random) => {
    const [a, b] = someSizes(random, 2);
    return { inputs: free([[a, 1]]), call: ([x]) => ops.expand(x, [3, a, b]) };
  },
  Concat: (random) => {
    const [a, b, c] = someSizes(random, 3);
    return {
      inputs: free([
        [a, b],
        [a, c],
      ]),
      call: (parts) => ops.concat(parts, 1),
    };
  },
  Slice: (random) => {
    const start = random.integer(3);
    const end = start + 1 + random.integer(2);
    return { inputs: free([[3, 5]]), call: ([x]) => ops.slice(x, -1, start, end) };
  },
  Pad: (random) => {
    const [before, after] = [
      [random.integer(2), 1],
      [2, random.integer(3)],
    ];
    return { inputs: free([someSizes(random, 2)]), call: ([x]) => ops.pad(x, before, after) };
  },
  Gather: (random) => {
    const axis = random.integer(3);
    const indices = Array.from({ length: 6 }, () => random.integer(3));
    const call = ([x]: readonly Value[]) =>
      ops.gather(x, x.graph.constant(indices, { type: 'int64', shape: [2, 3] }), axis);
    return { inputs: free([[3, 4, 3].with(axis, 3)]), call };
  },
  GatherElements: (random) => {
    const indices = Array.from({ length: 8 }, () => random.integer(3));
    const call = ([x]: readonly Value[]) =>
      ops.gatherElements(x, x.graph.constant(indices, { type: 'int64', shape: [4, 2] }));
    return { inputs: free([[4, 3]]), call };
  },
  Where: (random) => ofTwo(random, (a, b) => ops.where(ops.greater(a, 0), ops.mul(a, 2), b), 'spaced'),
  Cast: (random) => ofOne(random, (x) => ops.cast(x, 'float64')),
};

function ofOne(random: Random, call: (x: Value) => Value, domain: Domain = 'any'): Case {
  return { inputs: [{ shape: someSizes(random, 2), domain }], call: ([x]) => call(x) };
}

function ofTwo(random: Random, call: (a: Value, b: Value) => Value, domain: Domain = 'any'): Case {
  const inputs = broadcastable(random, 3).map((shape) => ({ shape, domain }));
  return { inputs, call: ([a, b]) => call(a, b) };
}

function alongAxis(random: Random, call: (x: Value, axis: number) => Value): Case {
  const axis = random.integer(3);
  return { inputs: free([someSizes(random, 3)]), call: ([x]) => call(x, axis) };
}

function reduced(random: Random, call: ops.Reduction, domain: Domain = 'any'): Case {
  const axes = random.shuffle([0, 1, 2]).slice(0, 1 + random.integer(3));
  const keep = random.integer(2) === 1;
  return { inputs: [{ shape: someSizes(random, 3), domain }], call: ([x]) => call(x, axes, { keep }) };
}

function free(shapes: readonly (readonly number[])[]): Case['inputs'] {
  return shapes.map((shape) => ({ shape, domain: 'any' }));
}

function someSizes(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => 1 + random.integer(4));
}

/** Two shapes that broadcast over each other: axes of size 1 or missing in front, in either. */
function broadcastable(random: Random, rank: number): [number[], number[]] {
  const whole = someSizes(random, rank);
  const thinned = () => whole.map((size) => (random.integer(3) === 0 ? 1 : size)).slice(random.integer(rank + 1));
  return random.integer(2) === 0 ? [whole, thinned()] : [thinned(), whole];
}
