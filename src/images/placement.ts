import type { Preprocessing } from './preprocessing.ts';

/** Where one colour's values go in the network's input, and their normalised values. */
export type ColourPlacement = {
  /** Index of the colour's first value. */
  readonly offset: number;
  /** [1024]: the normalised value of v, -512 <= v < 512, at index v + 512. Values outside 0..255 are clipped first. */
  readonly values: Float32Array;
};

/** All steps between resized pixels and the tensor: layout, order of channels, normalisation. */
export type ColourPlacements = {
  /** Distance between neighbouring pixels of one colour. */
  readonly step: number;
  readonly red: ColourPlacement;
  readonly green: ColourPlacement;
  readonly blue: ColourPlacement;
};

/** The placements and the tensor to write to. */
export type Placement = ColourPlacements & { readonly into: Float32Array };

/**
 * The placement of each colour that a card asks for, with a table of normalised values, (v - mean) / std in float32.
 */
export function colourPlacements(preprocessing: Preprocessing): ColourPlacements {
  const { layout, channels, sizePx } = preprocessing;
  const between = layout === 'nchw' ? sizePx * sizePx : 1;
  const colour = (index: number): ColourPlacement => ({
    offset: between * (channels === 'rgb' ? index : 2 - index),
    values: normalisedValues(preprocessing.mean[index], preprocessing.std[index]),
  });
  return { step: layout === 'nchw' ? 1 : 3, red: colour(0), green: colour(1), blue: colour(2) };
}

function normalisedValues(mean: number, std: number): Float32Array {
  return Float32Array.from({ length: 1024 }, (_, i) => (Math.min(Math.max(i - 512, 0), 255) - mean) / std);
}
