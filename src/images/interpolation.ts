import type { Preprocessing } from './preprocessing.ts';

/** The weight of an input pixel for an output pixel, by their distance. */
export type Interpolation = {
  /**
   * Half the width of the window, in pixels of the coarser of the two grids; so every input pixel counts when a picture
   * is reduced (antialiasing). 0: only the pixel at the centre counts.
   */
  readonly support: number;
  /** The weight at the signed `distance` from the window's centre, in the same pixels, before normalisation. */
  readonly weight: (distance: number) => number;
};

/** Pillow's interpolations, with its parameters: bicubic with a = -0.5 (Keys 1981), Lanczos with three lobes. */
export const interpolations: { readonly [Name in Preprocessing['interpolation']]: Interpolation } = {
  nearest: { support: 0, weight: () => 1 },
  bilinear: { support: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  bicubic: { support: 2, weight: bicubic },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

function bicubic(distance: number): number {
  const a = -0.5;
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
