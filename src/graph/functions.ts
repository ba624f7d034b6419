import * as neural from './neural.ts';
import * as ops from './ops.ts';

/**
 * Every function that takes values of a graph and gives new ones: arithmetic, matrix products, reductions, convolutions,
 * norms. With them networks and losses are written: `graph.mean(graph.square(graph.sub(a, b)))`.
 */
export const graph: typeof ops & typeof neural = { ...ops, ...neural };
