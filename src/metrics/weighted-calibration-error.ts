const bins = 15;

/** An answer with its confidence (0..1), and how much it weighs; weights sum to 1. */
export type WeighedAnswer = { readonly right: boolean; readonly confidence: number; readonly weight: number };

/** The expected calibration error of answers that weigh differently, in 15 bins: see expectedCalibrationError. */
export function weightedCalibrationError(answers: readonly WeighedAnswer[]): number {
  const gaps = new Float64Array(bins);
  for (const { right, confidence, weight } of answers) {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    gaps[bin] += weight * (confidence - Number(right));
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0);
}
