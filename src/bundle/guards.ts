/** Says whether something that was read, be it anything, is what its name says. */
export type Guard<T> = (value: unknown) => value is T;

/** A JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A finite number. */
export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A finite number above zero. */
export function isPositive(value: unknown): value is number {
  return isNumber(value) && value > 0;
}

/** A whole number, 0 or more. */
export function isCount(value: unknown): value is number {
  return isNumber(value) && Number.isSafeInteger(value) && value >= 0;
}

/** One of these words. */
export function oneOf<const T extends string>(...words: readonly T[]): Guard<T> {
  return (value): value is T => words.some((word) => word === value);
}

/** A list of such things. */
export function listOf<T>(isItem: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every((item) => isItem(item));
}

/** Three numbers. */
export function isTriple(value: unknown): value is readonly [number, number, number] {
  return listOf(isNumber)(value) && value.length === 3;
}

/** Null, or such a thing. */
export function orNull<T>(isThing: Guard<T>): Guard<T | null> {
  return (value): value is T | null => value === null || isThing(value);
}

/** Nothing, or such a thing: a member that may be left out. */
export function orAbsent<T>(isThing: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || isThing(value);
}

/** A JSON object with these members, each of its kind; more members do no harm. */
export function recordOf<T>(members: { readonly [Name in keyof T]: Guard<T[Name]> }): Guard<T> {
  const guards: [string, Guard<unknown>][] = Object.entries(members);
  return (value): value is T => isRecord(value) && guards.every(([name, isMember]) => isMember(value[name]));
}
