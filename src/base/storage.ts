/**
 * Named bytes: a folder, a zip, memory, or a browser's store. Names are relative with `/`.
 * `write` is atomic: afterwards the name holds the old bytes or the new ones, never a part.
 */
export interface Storage {
  list(): Promise<string[]>;
  /** Throws `not-found` where the name is not there. */
  read(name: string): Promise<Uint8Array>;
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}
