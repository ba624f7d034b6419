/**
 * Converts CMYK rows [P, 4] without a colour profile, 255 for full ink, to RGB [P, 3]: 255 - K - C (255 - K) / 255 for
 * red, and likewise, rounded as Pillow does. Overwrites the given memory and returns its beginning.
 */
export function cmykToRgb(data: Uint8Array): Uint8Array {
  let to = 0;
  for (let from = 0; from < data.length; from += 4) {
    const left = 255 - data[from + 3];
    data[to++] = left - share(data[from], left);
    data[to++] = left - share(data[from + 1], left);
    data[to++] = left - share(data[from + 2], left);
  }
  return data.subarray(0, to);
}

/** a b / 255, rounded to nearest, for bytes a and b. */
function share(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}
