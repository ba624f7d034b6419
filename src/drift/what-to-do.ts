import { type DriftFindings, driftAlpha } from './drift-report.ts';
import type { FeatureName } from './features.ts';

/** What helps when a feature has moved. */
const advice: Readonly<Record<FeatureName, string>> = {
  similarity: 'look at the least similar pictures: enrol those of known classes, and those of new ones as new classes',
  lead: 'look at the pictures that are nearly as close to a second class, and enrol some with their labels',
  probability: 'look at the least certain pictures, and fit again with some of them',
  unknown: 'look at the unknown pictures: enrol those of known classes, and those of new ones as new classes',
  brightness: 'check the light and the exposure of the camera',
  contrast: 'check the light, and whether the lens is clean',
  saturation: 'check the white balance and the colour of the light',
  detail: 'check the focus, whether the camera or the things move, and whether the lens is clean',
  size: 'check the settings of the camera, and what shrinks pictures on their way here',
};

/** What a person may do about drift, most certain cause first; nothing without drift. */
export function whatToDo({ drifted, features, classes }: DriftFindings): string[] {
  if (!drifted) return [];
  const moved = movedBy(features);
  const ofFeatures = moved.map(({ name }) => advice[name]);
  const ofClasses = movedBy(classes).map(({ label, moved: what, share }) => {
    if (what === 'similarity') return `enrol new pictures of ${label}`;
    const less = share.now < share.reference;
    return less ? `check whether ${label} still comes, or looks different now` : `check what is taken for ${label}`;
  });
  return [...new Set([...ofFeatures, ...ofClasses])].concat('then fit again with new pictures, or begin anew: --reset');
}

/** What moved by itself. */
export function movedBy<T extends { readonly pValue: number }>(all: readonly T[]): T[] {
  return all.filter(({ pValue }) => pValue <= driftAlpha).sort((a, b) => a.pValue - b.pValue);
}
