import { integer } from '../node.ts';
import { fromChannelBlocks, toChannelBlocks } from '../shortcuts.ts';
import type { Gradient } from './gradient.ts';

/** Undoes the reordering of ToChannelBlocks. */
export const toChannelBlocksGradient: Gradient = ({ attributes }, [dy]) => [
  fromChannelBlocks(dy, integer(attributes, 'block')),
];

/** Undoes the reordering of FromChannelBlocks. */
export const fromChannelBlocksGradient: Gradient = ({ attributes }, [dy]) => [
  toChannelBlocks(dy, integer(attributes, 'block')),
];
