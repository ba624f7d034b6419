/** How a file looks by its bytes: `head` holds the first 4096 of them, one character each (Latin 1). */
export type Looks = (head: string, encoded: Uint8Array) => boolean;

/** The first 4096 bytes, or fewer of a shorter file, one character each. */
export function headOf(encoded: Uint8Array, length = 4096): string {
  return String.fromCharCode(...encoded.subarray(0, length));
}

/** Whether a file begins with one of these. */
export function startsWith(...signatures: readonly string[]): Looks {
  return (head) => signatures.some((signature) => head.startsWith(signature));
}

/** Whether it is an ISO media file: HEIF, AVIF, MP4. */
export function isMedia(head: string): boolean {
  return head.startsWith('ftyp', 4);
}

/** Major and compatible brands: bytes 8.. of the first box, whose length is its first four bytes. */
export function mediaBrands(head: string): string {
  return head.slice(8, (head.charCodeAt(2) << 8) + head.charCodeAt(3));
}
