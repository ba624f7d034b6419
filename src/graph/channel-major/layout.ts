import { transpose } from '../ops.ts';
import type { Value } from '../value.ts';

/** Batch and channels change places; done twice, nothing has changed. */
const swap: readonly number[] = [1, 0, 2, 3];

/** Knows of images [N, C, H, W] also their channel-major form [C, N, H, W], where somebody made it. */
export type Layout = {
  /** The channel-major form of an image, if it was given before. */
  known(image: Value): Value | undefined;
  /** The channel-major form of an image, made where it is not known. */
  of(image: Value): Value;
  /** The image whose channel-major form this is. Costs nothing where only the channel-major form is used. */
  image(channelMajor: Value): Value;
};

/** A layout that knows nothing yet. */
export function layout(): Layout {
  const forms = new Map<string, Value>();
  const remember = (image: Value, channelMajor: Value) => {
    forms.set(image.name, channelMajor);
    return channelMajor;
  };
  return {
    known: ({ name }) => forms.get(name),
    of: (image) => forms.get(image.name) ?? remember(image, transpose(image, swap)),
    image: (channelMajor) => {
      const image = transpose(channelMajor, swap);
      remember(image, channelMajor);
      return image;
    },
  };
}
