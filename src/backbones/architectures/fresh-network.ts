import { sha256 } from '../../base/hash.ts';
import { random } from '../../base/random.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import { sizes } from '../../graph/value.ts';
import type { NetworkFile } from '../network-file.ts';
import { type ArchitectureName, architectures } from './catalogue.ts';

/** How a network from scratch is made. */
export type FreshNetworkOptions = {
  /** Side of its pictures; a resized picture's centre is all of its shorter side. */
  readonly sizePx: number;
  readonly seed: number;
};

/**
 * A network with fresh weights, as a file with its card: RGB, resized to its side, values scaled to about -2..2. The
 * same name, size and seed give the same bytes.
 */
export async function freshNetwork(
  name: ArchitectureName,
  { sizePx, seed }: FreshNetworkOptions,
): Promise<NetworkFile> {
  const { output } = architectures[name]({ sizePx, channels: 3, random: random(seed, 'network') });
  const bytes = toOnnx({ features: output });
  const card = {
    name,
    description: `${name}, from scratch`,
    source: 'trained from scratch with Discern',
    licence: 'unknown',
    file: null,
    sha256: await sha256(bytes),
    bytes: bytes.byteLength,
    preprocessing: {
      sizePx,
      resizePx: sizePx,
      fit: 'crop',
      interpolation: 'bicubic',
      mean: [127.5, 127.5, 127.5],
      std: [63.75, 63.75, 63.75],
      channels: 'rgb',
      layout: 'nchw',
    },
    input: 'images',
    output: 'features',
    pooling: 'none',
    dimensions: sizes(output.shape.slice(1))[0],
  } as const;
  return { card, bytes };
}
