/**
 * A store of named byte arrays: a folder, a zip file, memory, or a browser's store. Names are relative paths with `/`.
 * `write` is atomic: afterwards a name holds either the old bytes or the new ones, never a mixture.
 */
export interface Storage {
  list(): Promise<string[]>;
  /** Throws `not-found` where there is no such name. */
  read(name: string): Promise<Uint8Array>;
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}
