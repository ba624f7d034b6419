/**
 * Inks without a profile, CMYK rows [P, 4] with 255 for full ink, to RGB [P, 3]: each ink takes its share of what black
 * leaves, (255 - C) (255 - K) / 255, rounded as Pillow does. Works in the memory that it is given, whose beginning it
 * returns.
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

/** a b / 255, rounded to nearest, for bytes. */
function share(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}
