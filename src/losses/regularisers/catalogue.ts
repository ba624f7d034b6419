import { embeddingNorm } from './embedding-norm.ts';
import type { Regulariser } from './regulariser.ts';
import { sparseCentres } from './sparse-centres.ts';
import { zeroMean } from './zero-mean.ts';

/** Every regulariser, by name. */
export const regularisers = { embeddingNorm, sparseCentres, zeroMean } satisfies Record<string, () => Regulariser>;
