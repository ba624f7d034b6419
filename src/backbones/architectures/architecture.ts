import type { Random } from '../../base/random.ts';
import { Graph } from '../../graph/graph.ts';
import type { Network } from '../../graph/network.ts';
import type { Value } from '../../graph/value.ts';
import { type Layers, layers } from './layers.ts';

/** Options of an architecture. */
export type ArchitectureOptions = {
  /** Height and width of its pictures, in pixels. */
  readonly sizePx: number;
  /** 3 for colour, 1 for gray. */
  readonly channels: 1 | 3;
  /** Draws the initial weights: the same stream gives the same network. */
  readonly random: Random;
  /**
   * Number of blocks of a transformer; other architectures ignore it. Fewer blocks train faster, more can learn more.
   * Absent: the architecture's own number.
   */
  readonly depth?: number;
};

/**
 * Makes a network with fresh weights: from normalised pictures `images` [N, channels, sizePx, sizePx] to pooled
 * features [N, D], without a head. The network itself is deterministic: no dropout, no stochastic depth.
 */
export type Architecture = (options: ArchitectureOptions) => Network;

/** Makes an architecture from a function that computes features of pictures with the help of `layers`. */
export function architecture(
  features: (images: Value, layers: Layers, options: ArchitectureOptions) => Value,
): Architecture {
  return (options) => {
    const { sizePx, channels, random } = options;
    const graph = new Graph();
    const input = graph.input('images', 'float32', ['N', channels, sizePx, sizePx]);
    return { graph, input, output: features(input, layers(graph, random), options) };
  };
}
