import { acceptedFrom, type Threshold } from '../gallery/threshold.ts';
import type { DriftRecord, DriftReference } from './drift-record.ts';

/**
 * The record with the feature `unknown`, 0 or 1, by the threshold that the gallery has now: it may have been calibrated
 * since the fit. Without a threshold, or without similarities, nothing is added.
 */
export function withUnknown({ reference, state }: DriftRecord, threshold: Threshold | null): DriftRecord {
  if (threshold === null) return { reference, state };
  const added = <T extends Pick<DriftReference, 'labels' | 'features'>>(part: T): T => {
    const { similarity, lead } = part.features;
    if (similarity === undefined) return part;
    const unknown = similarity.map((value, index) => {
      const runnerUp = value - (lead?.[index] ?? value);
      return value >= acceptedFrom(threshold, { label: part.labels[index], runnerUp }) ? 0 : 1;
    });
    return { ...part, features: { ...part.features, unknown } };
  };
  return { reference: added(reference), state: state && added(state) };
}
