import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { evaluators } from '../../src/graph/folding/catalogue.ts';
import { evaluated } from '../../src/graph/folding/evaluate.ts';
import { FoldingGraph } from '../../src/graph/folding/folding-graph.ts';
import { Graph } from '../../src/graph/graph.ts';
import * as ops from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { elementCount } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats } from '../../src/runtime/tensors.ts';
import { cases } from './cases/catalogue.ts';

const folded = Object.entries(cases).filter(([operator]) => operator in evaluators);

describe('what is computed while a graph is built is what the runtime computes', () => {
  it.each(folded)('%s', async (_, caseOf) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const draw = random(seed, 'case');
        const { inputs, call } = caseOf(draw);
        const numbers = inputs.map(({ shape, domain }) =>
          Float32Array.from(
            { length: elementCount(shape) },
            () => draw.uniform() + (domain === 'positive' ? 0.5 : -0.5),
          ),
        );
        const build = (g: Graph) => call(inputs.map(({ shape }, i) => g.constant(numbers[i], { shape })));
        const { data, shape } = build(new FoldingGraph());
        const session = await nodeRuntime.load(toOnnx({ y: ops.cast(build(new Graph()), 'float32') }), { threads: 1 });
        const { y } = await session.run({});
        await session.dispose();
        expect(y.shape).toEqual(shape);
        floats(y).forEach((value, i) => {
          expect(data?.[i]).toBeCloseTo(value, 4);
        });
      }),
      { numRuns: 3 },
    );
  });
});

describe('a folding graph', () => {
  it('divides whole numbers towards zero', () => {
    const g = new FoldingGraph();
    const whole = (...list: number[]) => g.constant(list, { type: 'int64' });
    expect(ops.div(whole(7, -7), whole(2)).data).toEqual([3, -3]);
  });

  it('leaves what is computed from weights to the runtime, yet can tell its numbers', () => {
    const g = new FoldingGraph();
    const doubled = ops.mul(g.weight('w', Float32Array.of(1, 2), [2]), 2);
    expect(doubled.data).toBeNull();
    expect(evaluated(doubled)).toEqual([2, 4]);
  });

  it('tells no numbers of what depends on an input', () => {
    const x = new FoldingGraph().input('x', 'float32', [2]);
    expect(() => evaluated(ops.exp(x))).toThrow('must be known');
  });

  it('gives no value a name that is taken', () => {
    const g = new FoldingGraph(new Set(['Exp/0', 'Exp/1']));
    const y = ops.exp(g.input('x', 'float32', [1]));
    expect(['Exp/0', 'Exp/1']).not.toContain(y.name);
  });
});
