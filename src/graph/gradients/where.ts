import { where } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** The gradient goes to the input that gave the value. */
export const whereGradient: Gradient = ({ inputs: [condition] }, [dy]) => [
  null,
  where(condition, dy, 0),
  where(condition, 0, dy),
];
