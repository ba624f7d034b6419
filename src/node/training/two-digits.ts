/** A rate to two significant digits, for people to read. */
export function twoDigits(rate: number): number {
  return Number(rate.toPrecision(2));
}
