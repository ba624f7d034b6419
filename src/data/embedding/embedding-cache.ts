/**
 * Stores embeddings by content hash and by fingerprint of the network. A broken cache never stops the work: an
 * implementation that cannot read or write behaves as if it were empty, and warns once.
 */
export interface EmbeddingCache {
  get(contentHash: string, fingerprint: string): Float32Array | undefined;
  /** Writes soon afterwards. If the process is killed, the entry is either whole or absent. */
  set(contentHash: string, fingerprint: string, embedding: Float32Array): void;
  /** Waits until all entries are on disk. */
  close(): Promise<void>;
}
