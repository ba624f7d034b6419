/** One row of a file of vectors. */
export type VectorRow = {
  readonly path: string;
  /** The label; null where the data set gives none. */
  readonly label: string | null;
  /** [D], unit length. */
  readonly vector: Float32Array;
};

/** A file of vectors that is being written. Its path holds its old content until `commit`. */
export type VectorFile = {
  add(row: VectorRow): Promise<void>;
  commit(): Promise<void>;
  /** Removes the unfinished file. Does nothing after a commit. */
  abandon(): Promise<void>;
};

/**
 * Begins a file of vectors of `dimensions` numbers. Memory does not grow with the number of rows. Throws `disk` and
 * what else the file system throws.
 */
export type OpenVectorFile = (path: string, dimensions: number) => Promise<VectorFile>;
