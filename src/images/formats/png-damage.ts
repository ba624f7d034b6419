import type { Size } from '../pixels.ts';

/** The size in a PNG's header; null where the header is missing or fails its checksum. */
export function pngSize(encoded: Uint8Array): Size | null {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const isWhole = encoded.length >= 33 && crc32(encoded.subarray(12, 29)) === view.getUint32(29);
  return isWhole ? { width: view.getUint32(16), height: view.getUint32(20) } : null;
}

/** What is wrong with the chunks of a PNG, in words; null where all are complete and pass their checksums. */
export function pngDamage(encoded: Uint8Array): string | null {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  for (let at = 8; at < encoded.length; ) {
    if (at + 12 > encoded.length) return 'it ends between two chunks';
    const length = view.getUint32(at);
    const name = nameAt(encoded, at + 4);
    if (!/^[A-Za-z]{4}$/.test(name)) return 'its chunks do not follow each other';
    const end = at + 8 + length;
    if (end + 4 > encoded.length) return `it ends in its chunk ${name}`;
    if (crc32(encoded.subarray(at + 4, end)) !== view.getUint32(end)) return `its chunk ${name} has a wrong checksum`;
    if (name === 'IEND') return null;
    at = end + 4;
  }
  return 'its last chunk is missing';
}

function nameAt(encoded: Uint8Array, at: number): string {
  return String.fromCharCode(...encoded.subarray(at, at + 4));
}

/** The CRC-32 of a PNG's chunk (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let rest = ~0;
  for (const byte of bytes) rest = (rest >>> 8) ^ remainders[(rest ^ byte) & 0xff];
  return ~rest >>> 0;
}

/** The CRC table: the remainder of every byte. */
const remainders = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});
