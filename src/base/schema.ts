import * as v from 'valibot';
import type { DiscernError } from './error.ts';

/** What JSON must hold, as a schema of valibot. Members that a schema does not name are allowed, and kept. */
export type Schema<T> = v.GenericSchema<T>;

/** A string. */
export const text = v.string('a text');

/** A number, neither NaN nor infinite. */
export const finiteNumber = numberThat(Number.isFinite, 'a finite number');

/** A finite number above zero. */
export const positiveNumber = numberThat((value) => Number.isFinite(value) && value > 0, 'a number above 0');

/** A whole number, 0 or more. */
export const nonNegativeInteger = numberThat((value) => isInteger(value) && value >= 0, 'a whole number, 0 or more');

/** A whole number, 1 or more. */
export const positiveInteger = numberThat((value) => isInteger(value) && value > 0, 'a positive integer');

/** Three finite numbers, one a channel. */
export const triple = v.strictTuple([finiteNumber, finiteNumber, finiteNumber], 'a list of three numbers');

/** One of these words. */
export function oneOf<const T extends string>(...words: readonly T[]) {
  return v.picklist(words, words.length === 1 ? words[0] : `one of ${words.join(', ')}`);
}

/** A list of such things. */
export function listOf<T>(item: Schema<T>) {
  return v.array(item, 'a list');
}

/** Makes an error of what is wrong, for instance `card.dimensions: expected a positive integer, got "1280"`. */
export type Fault = (reason: string, cause?: unknown) => DiscernError;

/** The value itself, where it is as the schema says; `name` is what errors call it. Throws what `fault` makes. */
export function requireValid<T>(schema: Schema<T>, value: unknown, name: string, fault: Fault): T {
  if (v.is(schema, value)) return value;
  throw fault(mismatchOf(schema, value, name));
}

/** The JSON in these bytes, where it is as the schema says. Throws what `fault` makes, also of what is no JSON. */
export function requireJson<T>(schema: Schema<T>, bytes: Uint8Array, name: string, fault: Fault): T {
  return requireValid(schema, parseJson(bytes, name, fault), name, fault);
}

/** The value itself, where it is as the schema says; else undefined. */
export function ifValid<T>(schema: Schema<T>, value: unknown): T | undefined {
  return v.is(schema, value) ? value : undefined;
}

/** The JSON in these bytes, whatever it holds; `name` is what errors call it. Throws what `fault` makes. */
export function parseJson(bytes: Uint8Array, name: string, fault: Fault): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    // V8 quotes the text, which may have line breaks: a message is one line.
    const reason = String(cause instanceof Error ? cause.message : cause).replace(/\s+/g, ' ');
    throw fault(`${name} is no JSON (${reason})`, cause);
  }
}

function mismatchOf(schema: Schema<unknown>, value: unknown, name: string): string {
  const [issue] = v.safeParse(schema, value, { abortEarly: true }).issues ?? [];
  const member = (issue?.path ?? []).reduce((path, { key }) => path + step(key), name);
  if (issue?.path?.at(-1)?.origin === 'key') return `${member}: it is missing`;
  const expected = issue?.expected === 'Object' ? 'an object' : issue?.message;
  return `${member}: expected ${expected}, got ${shown(issue?.received ?? '')}`;
}

function step(key: unknown): string {
  return typeof key === 'number' ? `[${key}]` : `.${key}`;
}

/** The most letters of a value that an error repeats. */
const mostShown = 60;

function shown(received: string): string {
  if (received === 'Object') return 'an object';
  if (received === 'Array') return 'a list';
  return received.length > mostShown ? `${received.slice(0, mostShown)}...` : received;
}

function numberThat(isRight: (value: number) => boolean, message: string) {
  return v.pipe(v.number(message), v.check(isRight, message));
}

/** Beyond 2^53 neighbouring whole numbers are one. */
function isInteger(value: number): boolean {
  return Number.isSafeInteger(value);
}
