/** Recognises a format by a file's bytes. `head` holds its first 4096 bytes, one character each (Latin 1). */
export type FormatTest = (head: string, encoded: Uint8Array) => boolean;

/** The first `length` bytes of a file, or fewer of a shorter one, one character each. */
export function headOf(encoded: Uint8Array, length = 4096): string {
  return String.fromCharCode(...encoded.subarray(0, length));
}

/** Recognises files that begin with one of these signatures. */
export function startsWith(...signatures: readonly string[]): FormatTest {
  return (head) => signatures.some((signature) => head.startsWith(signature));
}

/** Whether a file is in the ISO media format: HEIF, AVIF, MP4. */
export function isMedia(head: string): boolean {
  return head.startsWith('ftyp', 4);
}

/** The major and compatible brands: the first box (its first four bytes are its length) from byte 8 on. */
export function mediaBrands(head: string): string {
  return head.slice(8, (head.charCodeAt(2) << 8) + head.charCodeAt(3));
}
