import type { Random } from '../../../src/base/random.ts';
import * as ops from '../../../src/graph/ops.ts';
import type { Value } from '../../../src/graph/value.ts';
import { broadcastable, type Case, type CaseOf, caseOf, type Domain, free, someSizes } from './case.ts';

/** Operators that look along axes. */
export const reduction = {
  Softmax: (random) => alongAxis(random, (x, axis) => ops.softmax(x, axis)),
  LogSoftmax: (random) => alongAxis(random, (x, axis) => ops.logSoftmax(x, axis)),
  MatMul: (random) => {
    const [m, k, n] = someSizes(random, 3);
    const [left, right] = broadcastable(random, 1);
    return caseOf(
      free([
        [...left, m, k],
        [...right, k, n],
      ]),
      ([a, b]) => ops.matMul(a, b),
    );
  },
  ReduceSum: (random) => reduced(random, ops.sum),
  ReduceMean: (random) => reduced(random, ops.mean),
  ReduceMax: (random) => reduced(random, ops.max, 'spaced'),
  ReduceMin: (random) => reduced(random, ops.min, 'spaced'),
} satisfies Record<string, CaseOf>;

function alongAxis(random: Random, call: (x: Value, axis: number) => Value): Case {
  const axis = random.integer(3);
  return caseOf(free([someSizes(random, 3)]), ([x]) => call(x, axis));
}

function reduced(random: Random, call: ops.Reduction, domain: Domain = 'any'): Case {
  const axes = random.shuffle([0, 1, 2]).slice(0, 1 + random.integer(3));
  const keep = random.integer(2) === 1;
  return caseOf([{ shape: someSizes(random, 3), domain }], ([x]) => call(x, axes, { keep }));
}
