import { InvalidArgumentError } from 'commander';

/** An argument or option: how it is written, what it means, and what its text becomes. */
export type Parameter<T> = {
  /** `<data>`, `[pictures...]`, `--top <k>`, `-o, --out <file>`, `--deep`. */
  readonly usage: string;
  readonly description: string;
  /** The value of one text; `previous` holds what earlier texts of a repeatable parameter gave. Throws on bad text. */
  parse(text: string, previous: unknown): T;
  /** The value where nothing is given. */
  readonly initial?: T;
  /** Whether leaving it out is misuse. */
  readonly mandatory: boolean;
  readonly choices?: readonly string[];
  /** The heading under which `--help-all` lists it, where `--help` does not; absent: both do. */
  readonly section?: string;
};

/** The values of parameters, by name. */
export type Values<P extends Readonly<Record<string, Parameter<unknown>>>> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

type Range = { readonly least?: number; readonly most?: number };

/** A text that must be given, or that has a value of its own where it is not. */
export function text(usage: string, description: string, initial?: string): Parameter<string> {
  return withInitial({ usage, description, parse: textFor(usage) }, initial);
}

/** A text that may be left out. */
export function optionalText(usage: string, description: string): Parameter<string | undefined> {
  return { usage, description, parse: textFor(usage), mandatory: false };
}

/** An option that names a place is not empty, as a variable that was not set would make it. */
function textFor(usage: string): (given: string) => string {
  const isPlace = /^--\S+ <(bundle|file|folder|data|list)/.test(usage);
  return (given) => {
    if (isPlace && given.trim() === '') throw new InvalidArgumentError('It is empty: give a path.');
    return given;
  };
}

/** Any number of texts, none included: an argument `[files...]`, or an option that is repeated. */
export function texts(usage: string, description: string): Parameter<readonly string[]> {
  const parse = (given: string, previous: unknown) => [...(isTexts(previous) ? previous : []), given];
  return { usage, description, parse, initial: [], mandatory: false };
}

/** On or off: off where it is not given. */
export function flag(usage: string, description: string): Parameter<boolean> {
  return { usage, description, parse: () => true, initial: false, mandatory: false };
}

/** One of a few words. */
export function choice<const T extends string>(
  usage: string,
  description: string,
  choices: readonly T[],
  initial?: T,
): Parameter<T> {
  const parse = (given: string) => {
    const chosen = choices.find((word) => word === given);
    if (chosen === undefined) throw new InvalidArgumentError(`Expected one of: ${choices.join(', ')}.`);
    return chosen;
  };
  return { ...withInitial({ usage, description, parse }, initial), choices };
}

/** The names in a catalogue, as choices. */
export function namesOf<T extends string>(catalogue: Readonly<Record<T, unknown>>): readonly T[] {
  return Object.keys(catalogue).filter((name): name is T => name in catalogue);
}

/** A whole number within a range, both ends included. */
export function wholeNumber(usage: string, description: string, range: Range, initial?: number): Parameter<number> {
  return withInitial({ usage, description, parse: (given) => wholeIn(given, range) }, initial);
}

/** A number within a range, both ends included. */
export function realNumber(usage: string, description: string, range: Range, initial?: number): Parameter<number> {
  return withInitial({ usage, description, parse: (given) => realIn(given, range) }, initial);
}

/** A size in bytes, written as `512MB`, `2GB` or `1.5GiB`. */
export function byteCount(usage: string, description: string): Parameter<number> {
  return { usage, description, parse: bytesIn, mandatory: true };
}

/** The same parameter, which may be left out: its value is then undefined. */
export function optional<T>(parameter: Parameter<T>): Parameter<T | undefined> {
  return { ...parameter, mandatory: false };
}

/** The same option, for few: `--help-all` lists it under that heading, `--help` does not. */
export function folded<T>(parameter: Parameter<T>, section = 'More options:'): Parameter<T> {
  return { ...parameter, section };
}

function withInitial<T>(parts: Pick<Parameter<T>, 'usage' | 'description' | 'parse'>, initial?: T): Parameter<T> {
  return initial === undefined ? { ...parts, mandatory: true } : { ...parts, initial, mandatory: false };
}

const byteUnits: Readonly<Record<string, number>> = {
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

function bytesIn(given: string): number {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgt]i?b)$/i.exec(given.trim()) ?? [];
  const bytes = Number(count) * byteUnits[unit.toLowerCase()];
  if (!(bytes > 0)) throw new InvalidArgumentError('Expected a size such as 512MB or 2GB.');
  return Math.round(bytes);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function wholeIn(given: string, range: Range): number {
  if (!/^[+-]?\d+$/.test(given) || !Number.isSafeInteger(Number(given))) refuse('a whole number', range);
  return within(Number(given), 'a whole number', range);
}

function realIn(given: string, range: Range): number {
  if (given.trim() === '' || !Number.isFinite(Number(given))) refuse('a number', range);
  return within(Number(given), 'a number', range);
}

function within(value: number, what: string, range: Range): number {
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = range;
  if (value < least || value > most) refuse(what, range);
  return value;
}

function refuse(what: string, { least, most }: Range): never {
  const from = least === undefined ? '' : most === undefined ? ` of at least ${least}` : ` from ${least}`;
  const to = most === undefined ? '' : least === undefined ? ` of at most ${most}` : ` to ${most}`;
  throw new InvalidArgumentError(`Expected ${what}${from}${to}.`);
}
