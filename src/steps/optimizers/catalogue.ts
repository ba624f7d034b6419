import { adamW } from './adam-w.ts';
import { lamb } from './lamb.ts';
import { lion } from './lion.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

/**
 * Every optimizer, by name.
 *
 * @example
 * const x = { type: 'float32' as const, shape: [4], data: Float32Array.of(1, 2, 3, 6) };
 * const { history } = await train(
 *   {
 *     parameters: { w: { shape: [] } },
 *     loss: ({ w }, { x }) => graph.mean(graph.square(graph.sub(x, w))),
 *     data: { x },
 *     optimizer: optimizers.adamW({ weightDecay: 0.05 }),
 *     learningRate: 0.1,
 *     epochs: 5,
 *   },
 *   { runtime: nodeRuntime },
 * );
 */
export const optimizers = { adamW, sgd, lamb, lion } satisfies Record<
  string,
  (options?: { weightDecay?: number }) => Optimizer
>;
