/** Members whose name has changed since bundles of format 1, old to new. */
const renamed: Readonly<Record<string, string>> = {
  deviation: 'std',
  sharpness: 'logitScale',
  smoothing: 'labelSmoothing',
  rate: 'learningRate',
};

/** JSON of an older version with its members under their present names. Values that are not objects stay the same. */
export function withPresentNames(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [renamed[name] ?? name, withPresentNames(value)]),
  );
}
