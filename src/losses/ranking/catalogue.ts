import type { RelationLoss } from '../loss.ts';
import { fastAp } from './fast-ap.ts';
import { histogram } from './histogram.ts';
import { recallAtK } from './recall-at-k.ts';
import { smoothAp } from './smooth-ap.ts';

/** Every loss on rankings, by name: on the order in which an anchor's positives are found among all others. */
export const rankingLosses = { fastAp, histogram, smoothAp, recallAtK } satisfies Record<string, () => RelationLoss>;
