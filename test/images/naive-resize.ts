import type { Pixels } from '../../src/images/pixels.ts';

type Kernel = { readonly support: number; readonly at: (x: number) => number };

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Keys 1981 with a = -1/2, written from the equation of the paper. */
const keys = (x: number) => {
  const s = Math.abs(x);
  if (s < 1) return 1.5 * s ** 3 - 2.5 * s ** 2 + 1;
  return s < 2 ? -0.5 * s ** 3 + 2.5 * s ** 2 - 4 * s + 2 : 0;
};

const kernels: Record<'bilinear' | 'bicubic' | 'lanczos', Kernel> = {
  bilinear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, at: keys },
  lanczos: { support: 3, at: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/**
 * The definition of an antialiased resize: every output pixel is the mean of all input pixels, weighted by the kernel
 * stretched over the reduction, across and then down, rounded to 8 bits after each. [height, width, 3].
 */
export function naiveResize(
  { width, height, data }: Pixels,
  toWidth: number,
  toHeight: number,
  interpolation: 'nearest' | keyof typeof kernels,
): number[] {
  if (interpolation === 'nearest')
    return grid(toWidth, toHeight, (x, y, c) => {
      const fromX = Math.floor((x + 0.5) * (width / toWidth));
      const fromY = Math.floor((y + 0.5) * (height / toHeight));
      return data[(fromY * width + fromX) * 3 + c];
    });
  const kernel = kernels[interpolation];
  const across = grid(toWidth, height, (x, y, c) =>
    weightedMean(x, width, toWidth, kernel, (from) => data[(y * width + from) * 3 + c]),
  );
  return grid(toWidth, toHeight, (x, y, c) =>
    weightedMean(y, height, toHeight, kernel, (from) => across[(from * toWidth + x) * 3 + c]),
  );
}

function grid(width: number, height: number, value: (x: number, y: number, c: number) => number): number[] {
  return Array.from({ length: width * height * 3 }, (_, i) =>
    value(Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3),
  );
}

function weightedMean(to: number, inSize: number, outSize: number, kernel: Kernel, value: (from: number) => number) {
  const scale = inSize / outSize;
  const stretch = Math.max(1, scale);
  const centre = (to + 0.5) * scale;
  let sum = 0;
  let weights = 0;
  for (let from = 0; from < inSize; from++) {
    // A pixel belongs to the window when its centre does, with Pillow's rounding of the window's ends.
    if (from < Math.floor(centre - kernel.support * stretch + 0.5)) continue;
    if (from >= Math.floor(centre + kernel.support * stretch + 0.5)) continue;
    const weight = kernel.at((from + 0.5 - centre) / stretch);
    sum += weight * value(from);
    weights += weight;
  }
  return Math.min(255, Math.max(0, Math.round(sum / weights)));
}
