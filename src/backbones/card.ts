import type { Preprocessing } from '../images/preprocessing.ts';

/** Everything that Discern needs to know of a backbone, as data. */
export type Card = {
  /** The name that people type: `efficientnet-lite2`. */
  readonly name: string;
  readonly description: string;
  /** Where the weights and the definition come from. */
  readonly source: string;
  /** SPDX identifier, or `unknown`. */
  readonly licence: string;
  /** File name among the embedded models; null where the bytes are stored elsewhere. */
  readonly file: string | null;
  /** SHA-256 of the ONNX file, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly preprocessing: Preprocessing;
  /** Name of the graph's input, [N, 3, H, W] or [N, H, W, 3] float32 as preprocessing.layout says. */
  readonly input: string;
  /** Name of the output with the features. */
  readonly output: string;
  /**
   * How the output becomes one vector per picture. `none`: the output is [N, D]. `average`: the mean over the positions
   * of [N, D, h, w] or the tokens of [N, T, D]. `class-token`: token 0 of [N, T, D].
   */
  readonly pooling: 'none' | 'average' | 'class-token';
  readonly dimensions: number;
};
