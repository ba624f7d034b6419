import { fromChannelBlocks, toChannelBlocks } from '../channel-blocks.ts';
import { reshape, transpose } from '../ops.ts';
import { sizes, type Value } from '../value.ts';

/** The order of axes that swaps batch and channels; applied twice, it changes nothing. */
const swap: readonly number[] = [1, 0, 2, 3];

/**
 * Remembers other layouts of images [N, C, H, W] once they are computed: channel-major [C, N, H, W], and blocks of
 * pictures [C, N / B, H, W, B] (B pictures of a channel side by side, pixel by pixel). Both suit every operator that
 * takes a channel's pixels in any order.
 */
export type Layout = {
  /** Pictures per block, B; null where the machine has no blocks or the batch is not a multiple of B. */
  blockFor(image: Value): number | null;
  /**
   * The layout in which an image is held: blocks of pictures where known, else channel-major; undefined without both.
   */
  held(image: Value): Value | undefined;
  /** The channel-major layout of an image; undefined where neither it nor the blocks of pictures are known. */
  known(image: Value): Value | undefined;
  /** The channel-major layout of an image, computed where it is not known. */
  of(image: Value): Value;
  /** An image in blocks of pictures, computed where they are not known. Needs a block size (blockFor). */
  inBlocks(image: Value): Value;
  /** The image [N, C, H, W] of a layout, which is remembered. Costs nothing where only the layout is used. */
  image(form: Value): Value;
  /** An image in blocks of channels (channel-blocks.ts); undefined where they are not known. */
  channelBlocks(image: Value): Value | undefined;
  /** An image in blocks of channels, computed where they are not known. Needs a block size (blockFor). */
  inChannelBlocks(image: Value): Value;
  /** The image of these blocks of channels, which are remembered. Costs nothing where only the blocks are used. */
  imageOfChannelBlocks(form: Value): Value;
};

/** Makes an empty memory of layouts. `block` is B, or null where this machine has no blocked convolution. */
export function layout(block: number | null): Layout {
  const [channelMajor, blocks] = [new Map<string, Value>(), new Map<string, Value>()];
  const channelBlocks = new Map<string, Value>();
  const remember = (forms: Map<string, Value>, image: Value, form: Value) => {
    forms.set(image.name, form);
    return form;
  };
  const known = (image: Value) => {
    const inBlocks = blocks.get(image.name);
    return channelMajor.get(image.name) ?? (inBlocks && remember(channelMajor, image, fromBlocks(inBlocks)));
  };
  return {
    blockFor: ({ shape: [n] }) => (block !== null && Number(n) % block === 0 ? block : null),
    held: ({ name }) => blocks.get(name) ?? channelMajor.get(name),
    known,
    of: (image) => known(image) ?? remember(channelMajor, image, transpose(image, swap)),
    inBlocks: (image) =>
      blocks.get(image.name) ?? remember(blocks, image, toBlocks(image, channelMajor.get(image.name), block ?? 1)),
    image(form) {
      const isInBlocks = form.shape.length > swap.length;
      const image = isInBlocks ? imageOfBlocks(form) : transpose(form, swap);
      remember(isInBlocks ? blocks : channelMajor, image, form);
      return image;
    },
    channelBlocks: ({ name }) => channelBlocks.get(name),
    inChannelBlocks: (image) =>
      channelBlocks.get(image.name) ?? remember(channelBlocks, image, toChannelBlocks(image, block ?? 1)),
    imageOfChannelBlocks(form) {
      const image = fromChannelBlocks(form, block ?? 1);
      remember(channelBlocks, image, form);
      return image;
    },
  };
}

function toBlocks(image: Value, channelMajor: Value | undefined, block: number): Value {
  const [n, channels, ...space] = sizes(image.shape);
  const shape = [channels, n / block, ...space, block];
  if (channelMajor) return reshape(lanesLast(reshape(channelMajor, [(channels * n) / block, block, -1])), shape);
  const pixels = lanesLast(reshape(image, [n / block, block, -1]));
  return reshape(outerSwapped(reshape(pixels, [n / block, channels, -1])), shape);
}

function fromBlocks(form: Value): Value {
  const [channels, count, height, width, block] = sizes(form.shape);
  return reshape(lanesLast(reshape(form, [channels * count, -1, block])), [channels, count * block, height, width]);
}

function imageOfBlocks(form: Value): Value {
  const [channels, count, height, width, block] = sizes(form.shape);
  const pixels = outerSwapped(reshape(form, [channels, count, -1]));
  return reshape(lanesLast(reshape(pixels, [count, -1, block])), [count * block, channels, height, width]);
}

/** Swaps the last two of three axes, which ONNX Runtime does ten times as fast as a transposition of five axes. */
function lanesLast(x: Value): Value {
  return transpose(x, [0, 2, 1]);
}

/** Swaps the first two of three axes; a free reshape where one of them has size 1. */
function outerSwapped(x: Value): Value {
  const [first, second, third] = sizes(x.shape);
  return first === 1 || second === 1 ? reshape(x, [second, first, third]) : transpose(x, [1, 0, 2]);
}
