import { isJsonObject, type JsonObject } from './json-object.ts';

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
  return JSON.stringify(value, (_, inner) => (isJsonObject(inner) ? sorted(inner) : inner), 2);
}

function sorted(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => byCodePoint(a, b)));
}

/** Orders strings by code point, independent of the machine's language: for `sort`. */
export function byCodePoint(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates (the halves of code points above 0xffff) before 0xe000: this puts them last. */
function rank(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
