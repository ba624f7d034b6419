/** A JSON object whose members have unknown types. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object; an empty object where it is anything else. */
export function objectOf(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}

/** The value, if it is a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The value, if it is a string. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Three numbers, from a list of three, or of one that is used three times. */
export function tripleOf(value: unknown): readonly [number, number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const numbers = value.map(numberOf).filter((entry) => entry !== undefined);
  if (numbers.length !== value.length) return undefined;
  if (numbers.length === 1) return [numbers[0], numbers[0], numbers[0]];
  return numbers.length === 3 ? [numbers[0], numbers[1], numbers[2]] : undefined;
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
