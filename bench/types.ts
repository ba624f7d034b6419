// Types that several benchmarks need: their JSDoc imports them.
import type { Matrix } from '../src/base/matrix.ts';
import type { Embedded } from '../src/data/embedding/embedded.ts';
import type { Interval } from '../src/metrics/interval.ts';

/** Says on standard error what a benchmark is doing. */
export type Note = (line: string) => void;

/** What a benchmark is given. `folder`: empty, its own, and removed at the end. */
export type Tools = { readonly folder: string; readonly options: readonly string[]; readonly note: Note };

/** Measures, and gives figures for the line of JSON and a text for people. */
export type Benchmark = (tools: Tools) => Promise<{ readonly figures: object; readonly text: string }>;

/** Embedded pictures, and the fingerprint of the embedder. */
export type EmbeddedSet = Embedded & { readonly fingerprint: string };

/** Embeddings [N, D] with their classes [N], as numbers. */
export type LabelledRows = { readonly embeddings: Matrix; readonly labels: Int32Array };

/** A class as a folder of pictures. */
export type PictureClass = { readonly name: string; readonly paths: readonly string[] };

/** A class in one part of a data set. */
export type ListedClass = PictureClass & { readonly part: string };

/** One line of what `discern embed` writes. */
export type EmbeddedRow = { readonly path: string; readonly label: string; readonly vector: readonly number[] };

/** Median, least and greatest of ratios. */
export type Ratio = { readonly median: number; readonly least: number; readonly most: number };

/** Seconds of the clock and of the processor. */
export type Timing = { readonly seconds: number; readonly cpuSeconds: number };

/** What `discern train --json` prints, as far as benchmarks read it. */
export type Trained = {
  readonly seconds: number;
  readonly plan: { readonly loss: string; readonly stages: unknown };
  readonly validation: unknown;
  readonly whitening: unknown;
  readonly dimensions: number;
};

/** What `discern evaluate --json` prints of one approach. */
export type Measured = { readonly accuracy: number; readonly interval: Interval };

/** What `discern evaluate --json` prints, as far as benchmarks read it. */
export type Evaluated = {
  readonly samples: number;
  readonly seen: number;
  readonly classifier: Measured;
  readonly gallery: Measured;
};
