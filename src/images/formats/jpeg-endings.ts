import { jpegScans } from './jpeg-scans.ts';

const endOfImage = [0xff, 0xd9];
/** What no decoder needs when all pixels are there, and fills missing ones with otherwise. */
const fillingBytes = 4096;

/** A JPEG whose end marker is missing, with one; null where it is there, or where scans are missing before it. */
export function withEndMarker(encoded: Uint8Array): Uint8Array | null {
  const scans = jpegScans(encoded);
  return scans?.complete && scans.end === null ? joined(encoded, endOfImage) : null;
}

/** The same JPEG with useless bytes before its end marker; null where it has none. */
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
