import type { DifferentiableOperator } from '../../../src/graph/gradients/catalogue.ts';
import type { CaseOf } from './case.ts';
import { elementwise } from './elementwise.ts';
import { movement } from './movement.ts';
import { normalisation } from './normalisation.ts';
import { reduction } from './reduction.ts';
import { windows } from './windows.ts';

/** A random instance for every differentiable operator; the law of directional differences walks it. */
export const cases: Record<DifferentiableOperator, CaseOf> = {
  ...elementwise,
  ...movement,
  ...reduction,
  ...normalisation,
  ...windows,
};
