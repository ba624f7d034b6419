import { adamW } from './adam-w.ts';
import type { Optimizer } from './optimizer.ts';
import { sgd } from './sgd.ts';

/** Every optimizer, by name. */
export const optimizers = { adamW, sgd } satisfies Record<string, (options?: { weightDecay?: number }) => Optimizer>;
