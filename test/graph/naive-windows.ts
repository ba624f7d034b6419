import { type Attributes, integer, integers } from '../../src/graph/node.ts';

/** An image batch's sizes: [N, C, H, W]. */
type Sizes = readonly number[];

/** Numbers and the shape they have. */
export type Numbers = { readonly data: Float64Array; readonly shape: Sizes };

/** What a function gives, and the gradients of its inputs for a given gradient `dy` of it. */
export type Naive = { readonly y: Numbers; readonly gradients: readonly Numbers[] };

/** The definition of Conv and its gradients: y[n, m, o] = sum_ct w[m, c, t] x[n, c, o stride - pad + t dilation]. */
export function naiveConvolution(inputs: readonly Numbers[], attributes: Attributes, dy: Numbers): Naive {
  const [x, weights, bias] = inputs;
  const y = zeros(dy.shape);
  const [dx, dw] = [zeros(x.shape), zeros(weights.shape)];
  connect(x.shape, weights.shape, dy.shape, attributes, (from, tap, to) => {
    y.data[to] += weights.data[tap] * x.data[from];
    dx.data[from] += weights.data[tap] * dy.data[to];
    dw.data[tap] += x.data[from] * dy.data[to];
  });
  return withBias(bias, y, [dx, dw], dy);
}

/** The definition of ConvTranspose: every number of x is laid out over y, where a convolution of y would read it. */
export function naiveTransposedConvolution(inputs: readonly Numbers[], attributes: Attributes, dy: Numbers): Naive {
  const [x, weights, bias] = inputs;
  const y = zeros(dy.shape);
  const [dx, dw] = [zeros(x.shape), zeros(weights.shape)];
  connect(dy.shape, weights.shape, x.shape, attributes, (to, tap, from) => {
    y.data[to] += weights.data[tap] * x.data[from];
    dx.data[from] += weights.data[tap] * dy.data[to];
    dw.data[tap] += x.data[from] * dy.data[to];
  });
  return withBias(bias, y, [dx, dw], dy);
}

/** The definition of MaxPool: the largest pixel of a window, of equals the first, receives all of its gradient. */
export function naiveMaxPool([x]: readonly Numbers[], attributes: Attributes, dy: Numbers): Naive {
  const [y, dx] = [zeros(dy.shape), zeros(x.shape)];
  forEachWindow(x.shape, dy.shape, attributes, (pixels, to) => {
    const winner = pixels.reduce((best, pixel) => (x.data[pixel] > x.data[best] ? pixel : best));
    y.data[to] = x.data[winner];
    dx.data[winner] += dy.data[to];
  });
  return { y, gradients: [dx] };
}

/** The definition of AveragePool: the mean of a window's pixels, or with `count_include_pad` also of zeros around. */
export function naiveAveragePool([x]: readonly Numbers[], attributes: Attributes, dy: Numbers): Naive {
  const [y, dx] = [zeros(dy.shape), zeros(x.shape)];
  const [kh, kw] = integers(attributes, 'kernel_shape');
  forEachWindow(x.shape, dy.shape, attributes, (pixels, to) => {
    const count = integer(attributes, 'count_include_pad') === 1 ? kh * kw : pixels.length;
    for (const pixel of pixels) {
      y.data[to] += x.data[pixel] / count;
      dx.data[pixel] += dy.data[to] / count;
    }
  });
  return { y, gradients: [dx] };
}

/** Every triple of an input number, a weight and an output number that a convolution connects, as flat indices. */
function connect(
  [batch, channels, h, w]: Sizes,
  [filters, perGroup, kh, kw]: Sizes,
  [, , oh, ow]: Sizes,
  attributes: Attributes,
  visit: (from: number, tap: number, to: number) => void,
): void {
  const [strides, pads, dilations] = ['strides', 'pads', 'dilations'].map((name) => integers(attributes, name));
  const filtersPerGroup = filters / integer(attributes, 'group');
  for (const [n, m, c, i, j] of walk([batch, filters, perGroup, kh, kw])) {
    const channel = Math.floor(m / filtersPerGroup) * perGroup + c;
    for (const [oi, oj] of walk([oh, ow])) {
      const [row, column] = [
        oi * strides[0] - pads[0] + i * dilations[0],
        oj * strides[1] - pads[1] + j * dilations[1],
      ];
      if (row < 0 || row >= h || column < 0 || column >= w) continue;
      visit(
        flat([n, channel, row, column], [batch, channels, h, w]),
        flat([m, c, i, j], [filters, perGroup, kh, kw]),
        flat([n, m, oi, oj], [batch, filters, oh, ow]),
      );
    }
  }
}

/** The pixels in the image of every window, and the flat index of its output. */
function forEachWindow(
  x: Sizes,
  y: Sizes,
  attributes: Attributes,
  visit: (pixels: number[], to: number) => void,
): void {
  const [kernel, strides, pads, dilations] = ['kernel_shape', 'strides', 'pads', 'dilations'].map((name) =>
    integers(attributes, name),
  );
  for (const [n, c, oi, oj] of walk(y)) {
    const pixels = walk(kernel)
      .map(([i, j]) => [oi * strides[0] - pads[0] + i * dilations[0], oj * strides[1] - pads[1] + j * dilations[1]])
      .filter(([row, column]) => row >= 0 && row < x[2] && column >= 0 && column < x[3])
      .map(([row, column]) => flat([n, c, row, column], x));
    visit(pixels, flat([n, c, oi, oj], y));
  }
}

function withBias(bias: Numbers | undefined, y: Numbers, gradients: readonly Numbers[], dy: Numbers): Naive {
  if (!bias) return { y, gradients };
  const db = zeros(bias.shape);
  walk(dy.shape).forEach(([, m], at) => {
    y.data[at] += bias.data[m];
    db.data[m] += dy.data[at];
  });
  return { y, gradients: [...gradients, db] };
}

/** All index tuples below `sizes`, the last running fastest. */
function walk(sizes: Sizes): number[][] {
  return sizes.reduce<number[][]>(
    (tuples, size) => tuples.flatMap((tuple) => Array.from({ length: size }, (_, i) => [...tuple, i])),
    [[]],
  );
}

function flat(indices: readonly number[], shape: Sizes): number {
  return indices.reduce((at, index, axis) => at * shape[axis] + index, 0);
}

function zeros(shape: Sizes): Numbers {
  return { data: new Float64Array(shape.reduce((a, b) => a * b, 1)), shape };
}
