import type { Preprocessing } from '../../images/preprocessing.ts';
import type { Card } from '../card.ts';

/**
 * What a person states about their own model where its files do not. Each field is a flag of the command line
 * (`inputSize` is `--input-size`). An answer takes precedence over everything found in files.
 */
export type ModelAnswers = {
  /** `--input-size`: height and width of the input in pixels, for graphs with a dynamic size. */
  readonly inputSize?: number | undefined;
  /** `--resize`: the shorter side is resized to this many pixels before the centre is cropped. */
  readonly resize?: number | undefined;
  /** `--fit`: crop the centre, or resize the whole picture to the square. */
  readonly fit?: Preprocessing['fit'] | undefined;
  /** `--interpolation`. */
  readonly interpolation?: Preprocessing['interpolation'] | undefined;
  /** `--mean`: per channel (R, G, B), for values in 0..1, as models publish it: `0.485,0.456,0.406`. */
  readonly mean?: readonly [number, number, number] | undefined;
  /** `--deviation`: the standard deviation, likewise. 0.00392 (1/255) with mean 0 gives the network 0..255. */
  readonly std?: readonly [number, number, number] | undefined;
  /** `--channels`: the order of the colour channels that the network expects. */
  readonly channels?: Preprocessing['channels'] | undefined;
  /** `--layout`: [N, 3, H, W] or [N, H, W, 3]. */
  readonly layout?: Preprocessing['layout'] | undefined;
  /** `--output`: name of the output that holds the features. */
  readonly output?: string | undefined;
  /** `--pooling`: how that output becomes one vector. */
  readonly pooling?: Card['pooling'] | undefined;
};
