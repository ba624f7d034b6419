/** The scans of a JPEG: whether they are complete, and where they end. */
export type JpegScans = {
  /** Whether every coefficient of every component is there in full precision. */
  readonly complete: boolean;
  /** The index of the marker that ends the picture (EOI); null where it is missing. */
  readonly end: number | null;
};

const startOfScan = 0xda;
const endOfImage = 0xd9;

/** Goes through the segments and scans of a JPEG; null where they are invalid. Bytes after the end are ignored. */
export function jpegScans(encoded: Uint8Array): JpegScans | null {
  const missing = new Map<number, Set<number>>();
  let at = 2;
  while (at + 1 < encoded.length) {
    if (encoded[at] !== 0xff) return null;
    const marker = encoded[at + 1];
    if (marker === endOfImage) return { complete: isEmpty(missing), end: at };
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = (encoded[at + 2] << 8) + encoded[at + 3];
    const segment = encoded.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker >= 0xc0 && marker <= 0xc3) expectComponents(segment, missing);
    if (marker !== startOfScan) continue;
    takeScan(segment, missing);
    at = endOfScan(encoded, at);
  }
  return { complete: isEmpty(missing), end: null };
}

const coefficients = 64;

function expectComponents(frame: Uint8Array, missing: Map<number, Set<number>>): void {
  for (let i = 0; i < frame[5]; i++) missing.set(frame[6 + 3 * i], new Set(Array(coefficients).keys()));
}

/**
 * `segment`: the components, then the first and last coefficient, and the number of low bits still to come (0: none).
 */
function takeScan(segment: Uint8Array, missing: ReadonlyMap<number, Set<number>>): void {
  const components = segment[0];
  const [first, last, approximation] = segment.subarray(1 + 2 * components);
  if ((approximation & 0x0f) !== 0) return;
  for (let i = 0; i < components; i++) {
    const open = missing.get(segment[1 + 2 * i]);
    for (let coefficient = first; coefficient <= last; coefficient++) open?.delete(coefficient);
  }
}

/** The index of the next marker that is neither a restart marker nor a stuffed byte. */
function endOfScan(encoded: Uint8Array, from: number): number {
  for (let at = encoded.indexOf(0xff, from); at !== -1; at = encoded.indexOf(0xff, at + 1)) {
    const next = encoded[at + 1];
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return encoded.length;
}

function isEmpty(missing: ReadonlyMap<number, ReadonlySet<number>>): boolean {
  return missing.size > 0 && [...missing.values()].every(({ size }) => size === 0);
}
