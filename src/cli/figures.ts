/** A similarity or a probability with three decimals. */
export function score(value: number): string {
  return value.toFixed(3);
}

/** So many a second: `62/s`, `0.8/s`. */
export function rate(perSecond: number): string {
  return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
}
