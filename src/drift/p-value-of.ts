/** The p-value of a test martingale by the logarithm of its greatest wealth: 1 / wealth, at most 1 (Ville 1939). */
export function pValueOf(mostLogWealth: number): number {
  return Math.min(1, Math.exp(-mostLogWealth));
}
