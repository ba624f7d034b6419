/** A rate to two significant digits, for people to read. */
export function twoDigits(learningRate: number): number {
  return Number(learningRate.toPrecision(2));
}
