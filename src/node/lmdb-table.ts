/**
 * What we use of an LMDB environment. Written out here, as lmdb's own types cannot be compiled by whoever checks the
 * types of libraries, too.
 */
export type LmdbEnvironment = {
  /** Does all of the work, or nothing of it. */
  transactionSync<Value>(work: () => Value): unknown;
  close(): Promise<void>;
};

/** What we use of a table of an LMDB environment: bytes by key, in the order of the keys. */
export type LmdbTable = {
  getBinary(key: string): Buffer | undefined;
  putSync(key: string, value: Uint8Array): unknown;
  removeSync(key: string): unknown;
  getRange(): Iterable<{ readonly key: string; readonly value: Buffer }>;
  getStats(): object;
};
