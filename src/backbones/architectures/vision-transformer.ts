import { gelu } from '../../graph/neural.ts';
import { add, matMul, mul, pad, reshape, slice, softmax, transpose } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { type Architecture, type ArchitectureOptions, architecture } from './architecture.ts';
import { constantInitialisation, truncatedNormal } from './initialisation.ts';
import type { Layers } from './layers.ts';
import { repeated } from './repeated.ts';

/** Options of visionTransformer. */
export type VisionTransformerOptions = {
  /** Size of a token, which is the number of features. */
  readonly width?: number;
  /**
   * Number of blocks. Absent: 12, or 4 for pictures under 64 px, which have few patches and usually come in large
   * numbers.
   */
  readonly depth?: number;
  /** Number of attention heads. */
  readonly heads?: number;
};

/**
 * A vision transformer (Dosovitskiy et al. 2021); by default DeiT's size tiny (Touvron et al. 2021). The features are
 * the class token after the last norm. Weights have timm's names. Patches are as large as possible, up to 16 px, with
 * at least four per side: 7 px for pictures of 28 px, 16 px from 64 px on.
 */
export function visionTransformer({ width = 192, depth, heads = 3 }: VisionTransformerOptions = {}): Architecture {
  return architecture((images, layers, options) => {
    const tokens = tokensOf(images, width, layers);
    const blocks = repeated(tokens, options.depth ?? depth ?? usualDepth(options), (x, i) =>
      block(x, `blocks.${i}`, heads, layers),
    );
    const classToken = reshape(slice(blocks, 1, 0, 1), [images.shape[0], width]);
    return layers.layerNorm(classToken, 'norm');
  });
}

/** The class token and one token per patch, each plus its learned position: [N, C, H, W] -> [N, 1 + h w, width]. */
function tokensOf(images: Value, width: number, { patches, weight }: Layers): Value {
  const grid = patches(images, 'patch_embed.proj', { filters: width, size: patchPx(images) });
  const [n, ...rest] = grid.shape;
  const [h, w] = sizes(rest);
  const first = weight('cls_token', [1, 1, width], truncatedNormal());
  const positions = weight('pos_embed', [1, 1 + h * w, width], truncatedNormal());
  const placed = add(positions, pad(first, [0, 0, 0], [0, h * w, 0]));
  return add(pad(reshape(grid, [n, h * w, width]), [0, 1, 0], [0, 0, 0]), placed);
}

function block(x: Value, name: string, heads: number, layers: Layers): Value {
  const { layerNorm, linear } = layers;
  const attended = add(x, attention(layerNorm(x, `${name}.norm1`), `${name}.attn`, heads, layers));
  const wide = gelu(linear(layerNorm(attended, `${name}.norm2`), `${name}.mlp.fc1`, 4 * widthOf(x)));
  return add(attended, linear(wide, `${name}.mlp.fc2`, widthOf(x)));
}

/** softmax(Q K^T / sqrt(d)) V for each head (Vaswani et al. 2017). */
function attention(x: Value, name: string, heads: number, { linear, weight }: Layers): Value {
  const [n, tokens, width] = x.shape;
  const size = widthOf(x) / heads;
  const allWeights = weight(`${name}.qkv.weight`, [size * heads, 3 * size * heads], truncatedNormal());
  const allBiases = weight(`${name}.qkv.bias`, [3 * size * heads], constantInitialisation(0));
  const [queries, keys, values] = [0, 1, 2].map((i) => {
    // Slicing the weights costs less than slicing their products.
    const part = (all: Value) => slice(all, all.shape.length - 1, i * size * heads, (i + 1) * size * heads);
    return reshape(add(matMul(x, part(allWeights)), part(allBiases)), [n, tokens, heads, size]);
  });
  const scores = matMul(transpose(mul(queries, size ** -0.5), [0, 2, 1, 3]), transpose(keys, [0, 2, 3, 1]));
  const attended = matMul(softmax(scores), transpose(values, [0, 2, 1, 3]));
  return linear(reshape(transpose(attended, [0, 2, 1, 3]), [n, tokens, width]), `${name}.proj`, widthOf(x));
}

function usualDepth({ sizePx }: ArchitectureOptions): number {
  return sizePx < 64 ? 4 : 12;
}

function patchPx({ shape }: Value): number {
  const [sizePx] = sizes(shape.slice(2));
  const fitting = Array.from({ length: 16 }, (_, i) => i + 1).filter((px) => sizePx % px === 0 && sizePx / px >= 4);
  return fitting.at(-1) ?? 1;
}

function widthOf({ shape }: Value): number {
  return sizes(shape.slice(-1))[0];
}
