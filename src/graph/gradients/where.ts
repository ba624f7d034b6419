import { where } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** The gradient goes where the value came from. */
export const whereGradient: Gradient = ({ inputs: [condition] }, [dy]) => [
  null,
  where(condition, dy, 0),
  where(condition, 0, dy),
];
