import * as neural from './neural.ts';
import * as ops from './ops.ts';

/**
 * All functions that take values of a graph and give new ones: arithmetic, matrix products, reductions, convolutions,
 * norms. Networks and losses are written with them: `graph.mean(graph.square(graph.sub(a, b)))`.
 */
export const graph: typeof ops & typeof neural = { ...ops, ...neural };
