/** One row of a file of vectors. */
export type VectorRow = {
  readonly path: string;
  /** Null where the data set gives none. */
  readonly label: string | null;
  /** [D], unit length. */
  readonly vector: Float32Array;
};

/** A file of vectors that is being written; its path holds what it held until `commit`. */
export type VectorFile = {
  add(row: VectorRow): Promise<void>;
  commit(): Promise<void>;
  /** Leaves no trace. Does nothing after a commit. */
  abandon(): Promise<void>;
};

/** Begins a file of vectors of `dimensions` numbers. Memory does not grow with the rows. Throws `disk` and the like. */
export type OpenVectorFile = (path: string, dimensions: number) => Promise<VectorFile>;
