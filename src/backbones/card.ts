import type { Preprocessing } from '../images/preprocessing.ts';

/** All we must know of a backbone, as data. */
export type Card = {
  /** What people type: `efficientnet-lite2`. */
  readonly name: string;
  readonly description: string;
  /** Where weights and definition come from. */
  readonly source: string;
  /** SPDX identifier, or `unknown`. */
  readonly licence: string;
  /** File name among the embedded models; null where the bytes lie elsewhere. */
  readonly file: string | null;
  /** SHA-256 of the ONNX file, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly preprocessing: Preprocessing;
  /** Name of the graph's input, [N, 3, H, W] or [N, H, W, 3] float32 as preprocessing.layout says. */
  readonly input: string;
  /** Name of the output that holds the features. */
  readonly output: string;
  /** How the output becomes one vector: `none` [N, D]; `average` over [N, D, h, w] or tokens [N, T, D]; `class-token` [N, T, D] -> token 0. */
  readonly pooling: 'none' | 'average' | 'class-token';
  readonly dimensions: number;
};
