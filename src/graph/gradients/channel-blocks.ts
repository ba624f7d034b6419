import { integer } from '../node.ts';
import { fromChannelBlocks, toChannelBlocks } from '../shortcuts.ts';
import type { Gradient } from './gradient.ts';

/** Numbers in another order: back. */
export const toChannelBlocksGradient: Gradient = ({ attributes }, [dy]) => [
  fromChannelBlocks(dy, integer(attributes, 'block')),
];

/** And there again. */
export const fromChannelBlocksGradient: Gradient = ({ attributes }, [dy]) => [
  toChannelBlocks(dy, integer(attributes, 'block')),
];
