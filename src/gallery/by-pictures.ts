/**
 * A number that depends on how many pictures an answer rests on, known for some numbers of pictures. Ascending in
 * `pictures`.
 */
export type ByPictures = readonly { readonly pictures: number; readonly value: number }[];

/**
 * The value for a number of pictures: linear in the logarithm between two known numbers of pictures, that of the first
 * or last beyond them. Needs at least one known number.
 */
export function valueAt(known: ByPictures, pictures: number): number {
  const above = known.findIndex((point) => point.pictures >= pictures);
  if (above < 0) return known[known.length - 1].value;
  const high = known[above];
  const low = known[above - 1];
  if (low === undefined || high.pictures === pictures) return high.value;
  const share = Math.log(pictures / low.pictures) / Math.log(high.pictures / low.pictures);
  return low.value + share * (high.value - low.value);
}
