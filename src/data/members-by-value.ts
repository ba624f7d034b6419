/** The indices of each distinct value, ascending; values in order of first occurrence, without null and undefined. */
export function membersByValue<V>(values: ArrayLike<V>): Map<NonNullable<V>, number[]> {
  const members = new Map<NonNullable<V>, number[]>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    const known = members.get(value);
    if (known === undefined) members.set(value, [i]);
    else known.push(i);
  }
  return members;
}
