import type { Preprocessing } from '../../images/preprocessing.ts';
import type { Card } from '../card.ts';

/**
 * What a person says of their own model where its files don't: each field is a flag of the command line
 * (`inputSize` is `--input-size`). An answer wins over everything that was found.
 */
export type Answers = {
  /** `--input-size`: height and width of the input, in pixels; only for graphs whose size is free. */
  readonly inputSize?: number | undefined;
  /** `--resize`: pixels that the shorter side is resized to before the centre is cut out. */
  readonly resize?: number | undefined;
  /** `--fit`: cut the centre out, or squash the whole picture into the square. */
  readonly fit?: Preprocessing['fit'] | undefined;
  /** `--interpolation`. */
  readonly interpolation?: Preprocessing['interpolation'] | undefined;
  /** `--mean`: per channel (R, G, B), of values in 0..1, as models publish it: `0.485,0.456,0.406`. */
  readonly mean?: readonly [number, number, number] | undefined;
  /** `--deviation`: likewise; 0.00392 (1/255) with mean 0 feeds the network 0..255. */
  readonly std?: readonly [number, number, number] | undefined;
  /** `--channels`: the order in which the network takes the colours. */
  readonly channels?: Preprocessing['channels'] | undefined;
  /** `--layout`: [N, 3, H, W] or [N, H, W, 3]. */
  readonly layout?: Preprocessing['layout'] | undefined;
  /** `--output`: name of the output that holds the features. */
  readonly output?: string | undefined;
  /** `--pooling`: how that output becomes one vector. */
  readonly pooling?: Card['pooling'] | undefined;
};
