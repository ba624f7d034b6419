import { readFileSync } from 'node:fs';

/** One step of PyTorch's BatchNorm2d on [4, 3, 2, 2], and the running statistics after it. */
export type GoldenStep = Readonly<
  Record<'x' | 'upstream' | 'y' | 'dx' | 'dscale' | 'dbias' | 'mean' | 'variance', number[]>
>;

/** What test/golden/batch-norm-and-kinks.py wrote. */
export const golden: {
  readonly batchNorm: { readonly scale: number[]; readonly bias: number[]; readonly steps: readonly GoldenStep[] };
  readonly kinks: Readonly<Record<string, { readonly x: number[]; readonly dx: number[] }>>;
} = JSON.parse(readFileSync(new URL('../golden/batch-norm-and-kinks.json', import.meta.url), 'utf8'));
