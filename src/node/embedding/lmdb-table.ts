/**
 * What we use of an LMDB environment. It is declared here because lmdb's own types do not compile for users who also
 * check the types of libraries.
 */
export type LmdbEnvironment = {
  /** Runs the work as one transaction: all of it counts, or nothing. */
  transactionSync<Value>(work: () => Value): unknown;
  close(): Promise<void>;
};

/** What we use of a table of an LMDB environment: bytes by key, in key order. */
export type LmdbTable = {
  getBinary(key: string): Buffer | undefined;
  putSync(key: string, value: Uint8Array): unknown;
  removeSync(key: string): unknown;
  getRange(): Iterable<{ readonly key: string; readonly value: Buffer }>;
  getStats(): object;
};
