/**
 * The value, where there is one. Throws where there is none: then the benchmark measures nothing.
 * @template T
 * @param {T | null | undefined} value
 * @param {string} what
 * @returns {T}
 */
export function required(value, what) {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`);
  return value;
}
