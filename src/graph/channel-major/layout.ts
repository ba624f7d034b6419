import { fromChannelBlocks, toChannelBlocks } from '../channel-blocks.ts';
import { reshape, transpose } from '../ops.ts';
import { sizes, type Value } from '../value.ts';

/** Batch and channels change places; done twice, nothing has changed. */
const swap: readonly number[] = [1, 0, 2, 3];

/**
 * Knows of images [N, C, H, W] also the forms in which they are learned, where somebody made them: channel-major
 * [C, N, H, W], and in blocks [C, N / B, H, W, B], which are the pictures of a channel B at a time, pixel by pixel. To
 * whatever takes a channel's pixels in any order both are alike.
 */
export type Layout = {
  /** Pictures of a block, B; null where this machine or batch has none. */
  blockFor(image: Value): number | null;
  /** The form that an image is held in, blocks before channel-major, if one was given before. */
  held(image: Value): Value | undefined;
  /** The channel-major form of an image, if it or its blocks were given before. */
  known(image: Value): Value | undefined;
  /** The channel-major form of an image, made where it is not known. */
  of(image: Value): Value;
  /** An image in blocks, made where they are not known. Only where it has a block. */
  inBlocks(image: Value): Value;
  /** The image whose form this is. Costs nothing where only the form is used. */
  image(form: Value): Value;
  /** An image's channels in blocks (channel-blocks.ts), if they were given before. */
  channelBlocks(image: Value): Value | undefined;
  /** An image's channels in blocks, made where they are not known. Only where it has a block. */
  inChannelBlocks(image: Value): Value;
  /** The image whose channels in blocks these are. Costs nothing where only they are used. */
  imageOfChannelBlocks(form: Value): Value;
};

/** A layout that knows nothing yet; `block`: B, where this machine convolves in blocks. */
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

/** The last two of three axes change places, which ONNX Runtime does ten times faster than to turn five. */
function lanesLast(x: Value): Value {
  return transpose(x, [0, 2, 1]);
}

/** The first two of three axes change places; where one is 1, for nothing. */
function outerSwapped(x: Value): Value {
  const [first, second, third] = sizes(x.shape);
  return first === 1 || second === 1 ? reshape(x, [second, first, third]) : transpose(x, [1, 0, 2]);
}
