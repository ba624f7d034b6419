import { jpegScans } from './jpeg-scans.ts';

const endOfImage = [0xff, 0xd9];
/**
 * Padding bytes. A decoder ignores them where all pixels are there, and otherwise takes them for the missing pixels.
 */
const fillingBytes = 4096;

/**
 * Adds the end marker to a JPEG that lacks only that. Null where the marker is there, or where scans are missing too.
 */
export function withEndMarker(encoded: Uint8Array): Uint8Array | null {
  const scans = jpegScans(encoded);
  return scans?.complete && scans.end === null ? joined(encoded, endOfImage) : null;
}

/** The JPEG with padding bytes before its end marker; null where it has no end marker. */
export function withFilling(encoded: Uint8Array): Uint8Array | null {
  const end = jpegScans(encoded)?.end ?? null;
  if (end === null) return null;
  return joined(encoded.subarray(0, end), Array(fillingBytes).fill(0x55), endOfImage);
}

function joined(...parts: readonly ArrayLike<number>[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
