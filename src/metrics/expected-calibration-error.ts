/**
 * Top-label expected calibration error (Guo et al. 2017), 0..1: pictures are put into equal-width bins (low, high]
 * of confidence; the gap between mean confidence and accuracy of each bin is averaged by its number of pictures.
 * `confidence` and `correct`: [N].
 */
export function expectedCalibrationError(
  confidence: Float64Array,
  correct: Uint8Array,
  { bins = 15 }: { readonly bins?: number } = {},
): number {
  const gaps = new Float64Array(bins);
  confidence.forEach((p, i) => {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(p * bins) - 1));
    gaps[bin] += p - correct[i];
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / confidence.length;
}
