import type { RelationLoss } from '../loss.ts';
import { fastAp } from './fast-ap.ts';
import { histogram } from './histogram.ts';
import { recallAtK } from './recall-at-k.ts';
import { smoothAp } from './smooth-ap.ts';

/** Every loss on the order in which others are found, by name. */
export const rankingLosses = { fastAp, histogram, smoothAp, recallAtK } satisfies Record<string, () => RelationLoss>;
