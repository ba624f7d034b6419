/**
 * Remembers embeddings by content hash and fingerprint. Failures of the cache are never failures of the work:
 * an implementation that cannot read or write behaves as if empty and says so once.
 */
export interface EmbeddingCache {
  get(contentHash: string, fingerprint: string): Float32Array | undefined;
  /** Takes effect soon; survives a kill at any moment or is as if never called. */
  set(contentHash: string, fingerprint: string, embedding: Float32Array): void;
  /** Waits until what was set is on disk. */
  close(): Promise<void>;
}
