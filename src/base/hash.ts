/** SHA-256 in lower-case hexadecimal (64 characters), through Web Crypto. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of a JSON value whose keys are written in sorted order, so that equal values have equal hashes. */
export function sha256OfJson(value: unknown): Promise<string> {
  return sha256(new TextEncoder().encode(stableJson(value)));
}

/** JSON with sorted keys and two-space indentation: the same value gives the same bytes. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (isRecord(inner) ? sorted(inner) : inner), 2);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => byCodePoint(a, b)));
}

/** Orders strings by code point, independent of the machine's language: for `sort`. */
export function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
