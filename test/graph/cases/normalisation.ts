import { batchNorm, batchNormByBatch, layerNorm } from '../../../src/graph/neural.ts';
import * as ops from '../../../src/graph/ops.ts';
import { type CaseOf, caseOf, free, inFloat32, someSizes } from './case.ts';

/** Operators that normalise by mean and variance. */
export const normalisation = {
  BatchNormalization: (random) => {
    const [channels, ...space] = someSizes(random, 1 + random.integer(4));
    const shapes = [[3 + random.integer(3), channels, ...space], [channels], [channels], [channels]];
    const byBatch = random.integer(2) === 1;
    const inputs = [
      ...shapes.map((shape) => ({ shape, domain: 'any' }) as const),
      { shape: [channels], domain: 'positive' } as const,
    ];
    return caseOf(inputs, ([x, scale, bias, mean, variance]) => {
      if (!byBatch) return batchNorm(x, { scale, bias, mean, variance });
      // The batch's statistics are outputs too, through which gradients flow.
      const of = batchNormByBatch(x, { scale, bias, mean, variance }, { epsilon: 0.1 });
      const perChannel = (value: typeof x) => ops.reshape(value, [-1, ...space.map(() => 1)]);
      return ops.add(of.normalised, ops.mul(perChannel(of.mean), ops.exp(perChannel(of.variance))));
    });
  },
  LayerNormalization: (random) => {
    const shape = [...someSizes(random, 1 + random.integer(2)), 3 + random.integer(3)];
    const axis = random.integer(shape.length);
    const inputs = free([shape, shape.slice(axis), shape.slice(axis)]);
    const options = { axis, epsilon: 0.1 };
    if (random.integer(2) === 0) return caseOf(inputs, ([x, scale, bias]) => layerNorm(x, scale, bias, options));
    // Mean and slope are outputs too, through which gradients flow; they are float32 always.
    return inFloat32(
      caseOf(inputs, (values) => {
        const attributes = { axis, epsilon: { float: 0.1 }, stash_type: 1 };
        const [y, mean, slope] = values[0].graph.apply('LayerNormalization', values, attributes);
        return ops.add(y, ops.mul(mean, slope));
      }),
    );
  },
} satisfies Record<string, CaseOf>;
