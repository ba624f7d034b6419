/** Waits until `bytes` more bytes may be held in memory. */
export type Admit = (bytes: number) => Promise<void>;

/**
 * Returns the encoded bytes of a picture; the caller may detach the buffer. A reader that knows the size before reading
 * awaits `admit` once, so that few large files are read at the same time. Throws `not-found`, `no-permission`, `disk`.
 */
export type ReadPicture = (path: string, admit?: Admit) => Promise<Uint8Array>;
