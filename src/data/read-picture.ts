/** Asks for room for so many bytes; resolves when there is. */
export type Admit = (bytes: number) => Promise<void>;

/**
 * Gives the encoded bytes of a picture; the receiver may detach them. A reader that knows the size before it reads
 * awaits `admit` once, so that many large files are not read at the same time. Throws `not-found`, `no-permission`, `disk`.
 */
export type ReadPicture = (path: string, admit?: Admit) => Promise<Uint8Array>;
