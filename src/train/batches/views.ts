import type { ProgressOptions } from '../../base/progress.ts';
import type { PresetName } from '../../images/augment/presets.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';

/**
 * A port: it draws augmented views of pictures. In Node, worker threads decode and augment files; a page may do the
 * same with a canvas and web workers. The same setting, picture number and view number always give the same numbers.
 */
export interface Views {
  /**
   * Views as a frozen part of a network sees them. `trunk`: an ONNX file whose output is `activations` of one picture;
   * null: the prepared pixels themselves. Throws what loading the trunk throws.
   */
  through(trunk: Uint8Array | null, setting: ViewSetting): Promise<ViewSource>;
  /**
   * Prepared pixels of pictures that are drawn again and again, epoch after epoch: they may be decoded once and kept.
   * The source takes only these pictures. Throws a picture's own error where it cannot be read, and `interrupted`.
   */
  repeated(pictures: NamedPaths, setting: ViewSetting, watch?: ProgressOptions): Promise<ViewSource>;
}

/** Pictures by their number, and a name under which they may be kept. */
export type NamedPaths = { readonly name: string; readonly paths: readonly string[] };

/** How pictures are prepared and varied. */
export type ViewSetting = {
  readonly preprocessing: Preprocessing;
  readonly preset: PresetName;
  readonly seed: number;
  /** Threads that draw; absent: as the implementation sees fit. */
  readonly threads?: number | undefined;
};

/** Some views of one picture. */
export type ViewRequest = {
  /** Where the picture is, as `Views` reads it: in Node the path of a file. */
  readonly path: string;
  /** The picture's number, which decides its views, whatever its path. */
  readonly sample: number;
  /** View 0 is the picture as it is in use; every other number is another augmentation. */
  readonly views: readonly number[];
};

/** An open source of views. Close it. */
export interface ViewSource {
  /** How many requests are worked on at once. */
  readonly concurrency: number;
  /** The numbers of all views, one view after the other. Throws a picture's own error where it cannot be read. */
  read(requests: readonly ViewRequest[]): Promise<Float32Array>;
  /** Ends the threads after what was asked for. */
  close(): Promise<void>;
}
