// @module-tag slow
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { peakBytes } from '../../src/graph/memory.ts';
import { conv } from '../../src/graph/neural.ts';
import { add, concat, exp, mul, reshape, sub, sum, tanh, transpose } from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { scan } from '../../src/graph/scan.ts';
import type { Value, Values } from '../../src/graph/value.ts';

/** [1000], 4,000 bytes. */
const input = (g: Graph, name = 'x') => g.input(name, 'float32', [1000]);

describe('peakBytes counts', () => {
  it('inputs, and outputs with their copy', () => {
    expect(peakBytes({ y: exp(input(new Graph())) })).toBe(4000 + 2 * 4000);
  });

  it('nothing for what is written over an input that nobody else reads', () => {
    expect(peakBytes({ y: exp(exp(exp(input(new Graph())))) })).toBe(4000 + 2 * 4000);
  });

  it('what is read once more later for as long as that', () => {
    const first = exp(input(new Graph()));
    expect(peakBytes({ y: mul(exp(exp(exp(first))), first) })).toBe(4000 + 2 * 4000 + 4000);
  });

  it('no copy for another shape', () => {
    const first = reshape(exp(input(new Graph())), [10, 100]);
    const target = 2 * 8;
    expect(peakBytes({ y: transpose(first) })).toBe(4000 + 2 * 4000 + 4000 + target);
  });

  it('constants that are read, and what comes of constants alone', () => {
    const g = new Graph();
    const [x, one] = [input(g), g.constant(new Float32Array(1000))];
    g.constant(new Float32Array(1000));
    expect(peakBytes({ y: add(x, exp(one)) })).toBe(4000 + 2 * 4000 + 2 * 4000);
  });

  it('nothing for nodes that no output needs', () => {
    const x = input(new Graph());
    concat([x, x], 0);
    expect(peakBytes({ y: exp(x) })).toBe(4000 + 2 * 4000);
  });

  it('sizes that are given by name, and refuses to guess them', () => {
    const y = exp(new Graph().input('x', 'float32', ['N', 10]));
    expect(peakBytes({ y }, { N: 100 })).toBe(4000 + 2 * 4000);
    expect(() => peakBytes({ y })).toThrow('the size N');
  });

  it('a loop by what one repetition holds, not by how often it repeats', () => {
    const held = (count: number) => {
      const g = new Graph();
      const { state } = scan([input(g)], [g.input('rows', 'float32', [count, 1000])], ([before], [row]) => ({
        state: [mul(exp(row), exp(before))],
        outputs: [],
      }));
      return peakBytes({ y: state[0] }) - count * 4000;
    };
    // Its input, its output and the copy; the other state, and two numbers of the body.
    expect(held(50)).toBe(4000 + 2 * 4000 + 4000 + 2 * 4000);
    expect(held(50)).toBe(held(2));
  });
});

/** A hundred layers on 1 MB, and a step down the gradients of their sum. */
function chain(segments: number): Values {
  const g = new Graph();
  const x = g.input('x', 'float32', [512, 512]);
  const weights = Array.from({ length: 100 }, (_, i) => g.input(`w${i}`, 'float32', [512]));
  const y = weights.reduce((y, w) => tanh(mul(y, w)), x);
  const gradients = differentiate(sum(y), weights, { segments });
  return Object.fromEntries(gradients.map((value, i) => [`next${i}`, sub(weights[i], value)]));
}

/** Convolutions, four batches after another inside a loop. */
function loop(): Values {
  const g = new Graph();
  const w = g.input('w', 'float32', [16, 16, 3, 3]);
  const { state } = scan([w], [g.input('batches', 'float32', [4, 8, 16, 64, 64])], ([weights], [batch]) => {
    const layers = Array.from({ length: 12 }).reduce<Value>((y) => tanh(conv(y, weights, { pad: 1 })), batch);
    return { state: [add(weights, differentiate(sum(layers), [weights])[0])], outputs: [] };
  });
  return { next: state[0] };
}

async function measured(outputs: Values): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'discern-memory-'));
  const file = join(folder, 'graph.onnx');
  await writeFile(file, toOnnx(outputs));
  const script = join(import.meta.dirname, 'peak-memory.js');
  const { stdout } = await promisify(execFile)(process.execPath, [script, file]);
  await rm(folder, { recursive: true });
  return Number(stdout);
}

describe('the memory that a process really takes', () => {
  it.each([
    ['a chain', () => chain(1)],
    ['a chain whose activations are computed again', () => chain(8)],
    ['convolutions in a loop', loop],
  ])('is 0.8 to 1.8 times what is foretold, for %s', async (_, build) => {
    const ratio = (await measured(build())) / peakBytes(build());
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.8);
  });

  it('falls to less than half where activations are computed again', async () => {
    expect(await measured(chain(8))).toBeLessThan((await measured(chain(1))) / 2);
  });
});
