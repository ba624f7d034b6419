/** Numbers by tag: written as SHORT below 2^16, else as LONG. */
export type Tags = Readonly<Record<number, readonly number[]>>;

/** One picture of a TIFF: its tags without those of its strip, its pixels, and pictures in its sub-directories. */
export type Page = { readonly tags: Tags; readonly data: Uint8Array; readonly inner?: readonly Page[] };

/** A TIFF of these pages, one strip each, in the byte order that is asked for. */
export function drawTiff(pages: readonly Page[], { little = true } = {}): Uint8Array {
  const bytes: number[] = [...(little ? [0x49, 0x49, 42, 0] : [0x4d, 0x4d, 0, 42]), 0, 0, 0, 0];
  const put = (at: number, value: number, width: number) => {
    for (let i = 0; i < width; i++) bytes[at + i] = (value >>> (8 * (little ? i : width - 1 - i))) & 0xff;
  };
  const grow = (length: number) =>
    bytes.splice(bytes.length, 0, ...Array(length + (length % 2)).fill(0)) && bytes.length;
  const add = (values: readonly number[], width: number) => {
    const at = bytes.length;
    grow(values.length * width);
    for (const [i, value] of values.entries()) put(at + i * width, value, width);
    return at;
  };
  /** Gives where the directory begins, and where the offset of the next one stands. */
  const directory = ({ tags, data, inner = [] }: Page) => {
    const strip = add([...data], 1);
    const subs = inner.map((page) => directory(page).begin);
    const all: Tags = { 273: [strip], 279: [data.length], ...tags, ...(subs.length > 0 && { 330: subs }) };
    const entries = Object.entries(all).map(([tag, values]) => ({
      tag: Number(tag),
      values,
      ...placed(Number(tag), values),
    }));
    const begin = bytes.length;
    grow(2 + 12 * entries.length + 4);
    put(begin, entries.length, 2);
    entries.forEach(({ tag, values, width, at }, i) => {
      const entry = begin + 2 + 12 * i;
      put(entry, tag, 2);
      put(entry + 2, width === 2 ? 3 : 4, 2);
      put(entry + 4, values.length, 4);
      if (at === null) for (const [j, value] of values.entries()) put(entry + 8 + j * width, value, width);
      else put(entry + 8, at, 4);
    });
    return { begin, next: begin + 2 + 12 * entries.length };
  };
  const placed = (tag: number, values: readonly number[]) => {
    const width = tag !== 330 && values.every((value) => value < 65536) ? 2 : 4;
    return { width, at: values.length * width <= 4 ? null : add(values, width) };
  };
  let pointer = 4;
  for (const page of pages) {
    const { begin, next } = directory(page);
    put(pointer, begin, 4);
    pointer = next;
  }
  return Uint8Array.from(bytes);
}

/** The tags of an uncompressed picture; `more` replaces and adds. */
export function tagsOf(width: number, height: number, bits: readonly number[], more: Tags = {}): Tags {
  const photometric = bits.length >= 3 ? 2 : 1;
  const basic = {
    256: [width],
    257: [height],
    258: bits,
    259: [1],
    262: [photometric],
    277: [bits.length],
    278: [height],
  };
  return { ...basic, ...more };
}
