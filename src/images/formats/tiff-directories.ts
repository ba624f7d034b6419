/** The tags of TIFF 6.0, its supplements and DNG that describe how a picture is stored. */
export const tags = {
  newSubfileType: 254,
  subfileType: 255,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  stripByteCounts: 279,
  planarConfiguration: 284,
  colourMap: 320,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  inkSet: 332,
  extraSamples: 338,
  sampleFormat: 339,
  chromaSubsampling: 530,
  dngVersion: 50706,
} as const;

/** The whole-number values of the tags above, by tag. Tags that the file lacks are absent. */
export type TiffDirectory = ReadonlyMap<number, readonly number[]>;

/** A directory of the file's main chain, with its sub-directories (tag 330). */
export type TiffPage = { readonly directory: TiffDirectory; readonly inner: readonly TiffDirectory[] };

/** Size in bytes of the types for whole numbers: BYTE, SHORT, LONG, UNDEFINED, IFD, LONG8, IFD8. */
const widths: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 7: 1, 13: 4, 16: 8, 18: 8 };

/** Most directories to read; the pictures that matter come first. */
const mostPages = 256;
/** Most numbers to read of one tag. */
const mostNumbers = 1 << 20;

const wanted: ReadonlySet<number> = new Set(Object.values(tags));

type Reader = {
  readonly view: DataView;
  readonly little: boolean;
  /** Offsets have 8 bytes (BigTIFF). */
  readonly big: boolean;
};

/**
 * The pages of a TIFF or BigTIFF, in the file's order, up to the first one that cannot be read; so none where already
 * the first cannot.
 */
export function tiffPages(encoded: Uint8Array): TiffPage[] {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const little = encoded[0] === 0x49;
  const reader: Reader = { view, little, big: view.getUint16(2, little) === 43 };
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let place = within(() => offset(reader, reader.big ? 8 : 4));
  while (place && !seen.has(place) && pages.length < mostPages) {
    const at = place;
    seen.add(at);
    const page = within(() => directoryAt(reader, at));
    if (page === null) break;
    pages.push({ directory: page.directory, inner: innerOf(reader, page.directory) });
    place = page.next;
  }
  return pages;
}

function innerOf(reader: Reader, directory: TiffDirectory): TiffDirectory[] {
  const places = (directory.get(tags.subDirectories) ?? []).slice(0, mostPages);
  return places.map((at) => within(() => directoryAt(reader, at))?.directory ?? new Map());
}

/** The result of `read`; null where it reads beyond the end of the file. */
function within<T>(read: () => T): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function directoryAt(reader: Reader, at: number): { readonly directory: TiffDirectory; readonly next: number } {
  const { view, little, big } = reader;
  const count = big ? whole(view.getBigUint64(at, little)) : view.getUint16(at, little);
  const first = at + (big ? 8 : 2);
  const size = big ? 20 : 12;
  const directory = new Map<number, readonly number[]>();
  for (let i = 0; i < count; i++) {
    const entry = first + i * size;
    const tag = view.getUint16(entry, little);
    const numbers = wanted.has(tag) ? numbersAt(reader, entry) : null;
    if (numbers !== null) directory.set(tag, numbers);
  }
  return { directory, next: offset(reader, first + count * size) };
}

/** The whole numbers of a directory entry; null where it holds another type. */
function numbersAt(reader: Reader, entry: number): readonly number[] | null {
  const { view, little, big } = reader;
  const width = widths[view.getUint16(entry + 2, little)];
  if (width === undefined) return null;
  const count = big ? whole(view.getBigUint64(entry + 4, little)) : view.getUint32(entry + 4, little);
  const field = entry + (big ? 12 : 8);
  const start = count * width <= (big ? 8 : 4) ? field : offset(reader, field);
  const length = Math.min(count, mostNumbers);
  return Array.from({ length }, (_, i) => numberAt(reader, start + i * width, width));
}

function numberAt({ view, little }: Reader, at: number, width: number): number {
  if (width === 1) return view.getUint8(at);
  if (width === 2) return view.getUint16(at, little);
  return width === 4 ? view.getUint32(at, little) : whole(view.getBigUint64(at, little));
}

function offset({ view, little, big }: Reader, at: number): number {
  return big ? whole(view.getBigUint64(at, little)) : view.getUint32(at, little);
}

/** Where the last strip or tile of a picture ends, in bytes from the beginning of the file. */
export function lastByte(directory: TiffDirectory): number {
  const offsets = directory.get(tags.stripOffsets) ?? directory.get(tags.tileOffsets) ?? [];
  const counts = directory.get(tags.stripByteCounts) ?? directory.get(tags.tileByteCounts) ?? [];
  return offsets.reduce((last, offset, i) => Math.max(last, offset + (counts[i] ?? 0)), 0);
}

/** A number above 2^53 points outside any file, and so does the number given here. */
function whole(number: bigint): number {
  return Number(number < 2n ** 53n ? number : 2n ** 53n);
}
