import type { Random } from '../../base/random.ts';
import { Graph } from '../../graph/graph.ts';
import type { Network } from '../../graph/network.ts';
import type { Value } from '../../graph/value.ts';
import { type Layers, layers } from './layers.ts';

/** What a network is made for. */
export type ArchitectureOptions = {
  /** Height and width of its pictures. */
  readonly sizePx: number;
  /** 3 for colour, 1 for gray. */
  readonly channels: 1 | 3;
  /** Draws the weights: the same stream gives the same network. */
  readonly random: Random;
  /** Blocks of a transformer, for instance 4: few learn fast, many learn more; others ignore it. Absent: its own number. */
  readonly depth?: number;
};

/**
 * Makes a network with fresh weights: pictures `images` [N, channels, sizePx, sizePx], normalised, to pooled features
 * [N, D]. A head comes after it. Nothing in it is random once it is made: no dropout, no stochastic depth.
 */
export type Architecture = (options: ArchitectureOptions) => Network;

/** An architecture from what it computes of pictures with the help of `layers`. */
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
