/** What a feature may do to count as drift: fall, do either, or, for a share of pictures, rise. */
type Direction = 'lower' | 'either' | 'share';

/** A number of every picture that is tested for drift. */
export type Feature = {
  readonly direction: Direction;
  /** What a picture with less, or with more of it is, after "pictures are". */
  readonly less: string;
  readonly more: string;
  /** What its value is called. */
  readonly title: string;
};

/**
 * Every feature. Similarity, lead and probability may only fall: the reference was scored by a fit to fewer pictures,
 * so new pictures may be a little more similar without any drift.
 */
export const features = {
  similarity: {
    direction: 'lower',
    less: 'less similar to anything known',
    more: 'more similar to what is known',
    title: 'similarity',
  },
  lead: {
    direction: 'lower',
    less: 'less clearly of one class',
    more: 'more clearly of one class',
    title: 'lead over the second class',
  },
  probability: {
    direction: 'lower',
    less: 'named with less certainty',
    more: 'named with more certainty',
    title: 'probability of the best class',
  },
  unknown: { direction: 'share', less: 'less often unknown', more: 'more often unknown', title: 'unknown' },
  brightness: { direction: 'either', less: 'darker', more: 'brighter', title: 'brightness' },
  contrast: { direction: 'either', less: 'flatter', more: 'richer in contrast', title: 'contrast' },
  saturation: { direction: 'either', less: 'paler', more: 'more colourful', title: 'saturation' },
  detail: { direction: 'either', less: 'blurrier', more: 'crisper', title: 'detail' },
  size: { direction: 'either', less: 'smaller', more: 'larger', title: 'shorter side in pixels' },
} as const satisfies Readonly<Record<string, Feature>>;

/** The name of a feature. */
export type FeatureName = keyof typeof features;

/** The names of all features. */
export const featureNames = Object.keys(features).filter((name): name is FeatureName => name in features);

/** Values of pictures by feature. Absent: not measured. */
export type FeatureValues = Readonly<Partial<Record<FeatureName, number>>>;

/** A picture as the test sees it. */
export type Observation = {
  /** SHA-256 of its bytes. */
  readonly hash: string;
  /** The class that is nearest or most probable, also where the answer is unknown. */
  readonly label: string;
  readonly values: FeatureValues;
};

/** Columns of values: entry i of each column is of picture i, but the columns of a reference may differ in length. */
export type FeatureColumns = Readonly<Partial<Record<FeatureName, readonly number[]>>>;

/** Six significant digits, as they are stored: what was stored and what is new must compare alike. */
export function roundedValue(value: number): number {
  return Number(value.toPrecision(6));
}

/** By how much the best class is more similar than the second best; the similarity itself where there is one class. */
export function leadOf(similarity: number, runnerUp: number | undefined): number {
  return similarity - (runnerUp ?? 0);
}
