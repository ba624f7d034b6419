import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import * as ops from '../../src/graph/ops.ts';
import { reshape, transpose } from '../../src/graph/shortcuts.ts';

const matrix = (g: Graph, name: string) => g.input(name, 'float32', [4, 6]);

describe('a shortcut', () => {
  it('gives back what was there before it was reshaped, or reshapes that', () => {
    const x = matrix(new Graph(), 'x');
    const split = ops.reshape(x, [4, 2, 3]);
    expect(reshape(split, [4, 6])).toBe(x);
    expect(reshape(split, [-1, 6])).toBe(x);
    expect(reshape(split, [0, 6])).toBe(x);
    expect(x.graph.makerOf(reshape(split, [24]))?.inputs[0]).toBe(x);
  });

  it('does not take 0 for a size of what was before', () => {
    const x = matrix(new Graph(), 'x');
    expect(reshape(ops.reshape(x, [2, 12]), [0, 3, 4]).shape).toEqual([2, 3, 4]);
  });

  it('turns back what was turned, and turns only once', () => {
    const x = new Graph().input('x', 'float32', [2, 3, 4]);
    expect(transpose(ops.transpose(x))).toBe(x);
    expect(transpose(ops.transpose(x, [1, 2, 0]), [2, 0, 1])).toBe(x);
    const twice = transpose(ops.transpose(x, [1, 2, 0]), [1, 0, 2]);
    expect(twice.shape).toEqual([4, 3, 2]);
    expect(x.graph.makerOf(twice)?.inputs[0]).toBe(x);
  });

  it('turns the operands of a product that took one turned', () => {
    const g = new Graph();
    const [a, b] = [matrix(g, 'a'), matrix(g, 'b')];
    const turned = transpose(ops.matMul(ops.transpose(a), b));
    expect(g.makerOf(turned)?.operator).toBe('MatMul');
    expect(turned.shape).toEqual([6, 6]);
  });
});
