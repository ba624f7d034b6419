/**
 * What `of` gives for each name, by name.
 * @template {string} K
 * @template V
 * @param {readonly K[]} names
 * @param {(name: K) => V} of
 */
export function byName(names, of) {
  return /** @type {Record<K, V>} */ (Object.fromEntries(names.map((name) => [name, of(name)])));
}

/**
 * The keys of an object that has no others than its type says.
 * @template {string} K
 * @param {Readonly<Record<K, unknown>>} object
 */
export function keysOf(object) {
  return /** @type {K[]} */ (Object.keys(object));
}
