import { isJsonObject } from '../base/json-object.ts';

/** Members whose name has changed since bundles of format 1, old to new. */
const renamed: Readonly<Record<string, string>> = {
  deviation: 'std',
  sharpness: 'logitScale',
  smoothing: 'labelSmoothing',
  rate: 'learningRate',
};

/** JSON of format 1 with its members under their present names. Lists and other values that are no objects stay. */
export function withPresentNames(json: unknown): unknown {
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [renamed[name] ?? name, withPresentNames(value)]),
  );
}
