import type { ClassProbabilities } from './evidence.ts';
import { metric } from './metric.ts';

const bins = 15;

/**
 * Top-label expected calibration error (Guo et al. 2017), 0..1. Pictures fall into 15 bins (low, high] of confidence,
 * all equally wide; the gaps between mean confidence and accuracy are averaged, each bin weighted by its pictures.
 */
export const expectedCalibrationError = metric<ClassProbabilities>(
  {
    title: 'Calibration error',
    meaning: 'Mean gap between the stated probability and the share that is right.',
    best: 0,
    worst: 1,
  },
  ({ confidence, correct }) => {
    const gaps = new Float64Array(bins);
    confidence.forEach((p, i) => {
      const bin = Math.min(bins - 1, Math.max(0, Math.ceil(p * bins) - 1));
      gaps[bin] += p - correct[i];
    });
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / confidence.length;
  },
);
