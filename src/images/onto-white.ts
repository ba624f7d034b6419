/**
 * Composes RGBA rows, [P, 4] with straight alpha, over white: [P, 3], rounded to nearest. Overwrites the given memory
 * and returns its beginning.
 */
export function ontoWhite(data: Uint8Array): Uint8Array {
  let to = 0;
  for (let from = 0; from < data.length; from += 4) {
    const alpha = data[from + 3];
    const white = 255 * (255 - alpha) + 127;
    data[to++] = (data[from] * alpha + white) / 255;
    data[to++] = (data[from + 1] * alpha + white) / 255;
    data[to++] = (data[from + 2] * alpha + white) / 255;
  }
  return data.subarray(0, to);
}
