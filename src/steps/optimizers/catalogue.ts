import { adamW } from './adam-w.ts';
import { lamb } from './lamb.ts';
import { lion } from './lion.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

/** Every optimizer, by name. */
export const optimizers = { adamW, sgd, lamb, lion } satisfies Record<
  string,
  (options?: { weightDecay?: number }) => Optimizer
>;
