import type { Sample } from '../dataset.ts';
import { firstFew } from '../first-few.ts';

/** A cell as text (null: empty), or the fault: what the cell holds instead of text. */
export type CellText = { readonly text: string | null } | { readonly fault: string };

/**
 * Converts a cell of any format to text, for labels, groups and parts. Accepted: text, a whole number within +-2^53,
 * true or false. The text is trimmed; an empty or blank cell gives null. Anything else is a fault: fractions, NaN,
 * larger numbers, dates, lists, records, and bytes that are not UTF-8.
 */
export function cellText(value: unknown): CellText {
  if (value === undefined || value === null) return { text: null };
  if (typeof value === 'string') return { text: trimmed(value) };
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'bigint') return integerText(value);
  if (typeof value === 'boolean') return { text: String(value) };
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Date) return { fault: `a date (${isoOf(value)})` };
  const kind = Array.isArray(value) || ArrayBuffer.isView(value) ? 'a list' : 'a record';
  return { fault: `${kind}: ${abridged(value)}` };
}

/**
 * A remark about labels that differ only in upper and lower case, or in the number of blanks: likely one class that
 * was written in two ways. Empty if there are none.
 */
export function likenessRemarks(samples: readonly Sample[]): string[] {
  const spellings = new Map<string, Set<string>>();
  for (const label of new Set(samples.map((sample) => sample.label))) {
    if (label === null) continue;
    const key = label.toLowerCase().replace(/\s+/g, ' ');
    spellings.set(key, (spellings.get(key) ?? new Set()).add(label));
  }
  const alike = [...spellings.values()].filter(({ size }) => size > 1).map((labels) => [...labels].join(' and '));
  return alike.length === 0 ? [] : [`classes whose names differ only in case or blanks: ${firstFew(alike)}`];
}

function trimmed(text: string): string | null {
  const cut = text.trim();
  return cut === '' ? null : cut;
}

function numberText(value: number): CellText {
  if (!Number.isFinite(value)) return { fault: String(value) };
  if (!Number.isInteger(value)) return { fault: `${value}, a fraction` };
  return Number.isSafeInteger(value) ? { text: String(value + 0) } : { fault: `${value}, a whole number beyond 2^53` };
}

function integerText(value: bigint): CellText {
  const isSafe = Number.isSafeInteger(Number(value));
  return isSafe ? { text: String(value) } : { fault: `${value}, a whole number beyond 2^53` };
}

/** Some Parquet writers store text as bytes. */
function bytesText(bytes: Uint8Array): CellText {
  try {
    return { text: trimmed(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { fault: `${bytes.length} bytes that are not text` };
  }
}

function isoOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'invalid' : date.toISOString();
}

/** The value as JSON, cut after 60 characters; bigints and bytes, which JSON lacks, are described. */
function abridged(value: unknown): string {
  const plain = (_: string, inner: unknown) => {
    if (typeof inner === 'bigint') return Number(inner);
    return inner instanceof Uint8Array ? `${inner.length} bytes` : inner;
  };
  const text = JSON.stringify(value, plain) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
