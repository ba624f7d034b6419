import type { RelationLoss } from '../embedding-loss.ts';
import { ntXent } from './nt-xent.ts';

/** Every loss that asks which pairs are the same, or different, by name. */
export const pairLosses = {
  ntXent,
} satisfies Record<string, () => RelationLoss>;
