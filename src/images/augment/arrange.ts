import { type ColourPlacement, type ColourPlacements, colourPlacements } from '../placement.ts';
import type { Preprocessing } from '../preprocessing.ts';
import type { Canvas } from './canvas.ts';

/** Writes a canvas to the beginning of `into` as the network wants it: order of channels, layout, normalisation. */
export type Arrange = (canvas: Canvas, into: Float32Array) => void;

/** The arrangement that a card asks for. The canvas's last curves and the normalisation are one look into a table. */
export function arranger(preprocessing: Preprocessing): Arrange {
  const placements: ColourPlacements = colourPlacements(preprocessing);
  const { step, red, green, blue } = placements;
  return ({ unbent: { values, curves } }, into) => {
    const tables = [red, green, blue].map((colour, c) => bentTable(colour, curves[c]));
    const [reds, greens, blues] = tables;
    const [redAt, greenAt, blueAt] = [red.offset, green.offset, blue.offset];
    for (let from = 0, to = 0; from < values.length; from += 3, to += step) {
      into[to + redAt] = reds[values[from]];
      into[to + greenAt] = greens[values[from + 1]];
      into[to + blueAt] = blues[values[from + 2]];
    }
  };
}

function bentTable({ values }: ColourPlacement, curve: Uint8Array): Float32Array {
  return Float32Array.from(curve, (value) => values[value + 512]);
}
