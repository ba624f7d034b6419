import { InvalidArgumentError } from 'commander';

/** An argument or option: usage, description, and how its text is parsed. */
export type CommandParameter<T> = {
  /** `<data>`, `[pictures...]`, `--top <k>`, `-o, --out <file>`, `--deep`. */
  readonly usage: string;
  readonly description: string;
  /** Parses one text; `previous` is the value so far of a repeatable parameter. Throws on invalid text. */
  parse(text: string, previous: unknown): T;
  /** The default value. */
  readonly initial?: T;
  /** What is parsed if an option with an optional value (`--together [n]`) is given without one. */
  readonly preset?: string;
  /** Whether it must be given. */
  readonly mandatory: boolean;
  readonly choices?: readonly string[];
  /** The heading for a folded parameter, which only `--help-all` lists; absent: `--help` lists it too. */
  readonly section?: string;
};

/** The values of parameters, by name. */
export type ParameterValues<P extends Readonly<Record<string, CommandParameter<unknown>>>> = {
  readonly [K in keyof P]: P[K] extends CommandParameter<infer T> ? T : never;
};

type Range = { readonly least?: number; readonly most?: number };

/** A text; mandatory if it has no default. */
export function text(usage: string, description: string, initial?: string): CommandParameter<string> {
  return withInitial({ usage, description, parse: textFor(usage) }, initial);
}

/** An optional text. */
export function optionalText(usage: string, description: string): CommandParameter<string | undefined> {
  return { usage, description, parse: textFor(usage), mandatory: false };
}

/** An option whose value may be left out, such as `--pairs [list]`: then it is true. */
export function textOrNone(usage: string, description: string): CommandParameter<string | true | undefined> {
  return { usage, description, parse: textFor(usage), mandatory: false };
}

/** Paths must not be empty, as an unset shell variable would make them. */
function textFor(usage: string): (given: string) => string {
  const isPath = /^--\S+ [<[](bundle|file|folder|data|list)/.test(usage);
  return (given) => {
    if (isPath && given.trim() === '') throw new InvalidArgumentError('It is empty: give a path.');
    return given;
  };
}

/** Any number of texts, possibly none: an argument `[files...]`, or a repeatable option. */
export function texts(usage: string, description: string): CommandParameter<readonly string[]> {
  const parse = (given: string, previous: unknown) => [...(isTexts(previous) ? previous : []), given];
  return { usage, description, parse, initial: [], mandatory: false };
}

/** A switch; off by default. */
export function flag(usage: string, description: string): CommandParameter<boolean> {
  return { usage, description, parse: () => true, initial: false, mandatory: false };
}

/** One of several fixed words. */
export function choice<const T extends string>(
  usage: string,
  description: string,
  choices: readonly T[],
  initial?: T,
): CommandParameter<T> {
  const parse = (given: string) => {
    const chosen = choices.find((word) => word === given);
    if (chosen === undefined) throw new InvalidArgumentError(`Expected one of: ${choices.join(', ')}.`);
    return chosen;
  };
  return { ...withInitial({ usage, description, parse }, initial), choices };
}

/** The names of a catalogue, for use as choices. */
export function namesOf<T extends string>(catalogue: Readonly<Record<T, unknown>>): readonly T[] {
  return Object.keys(catalogue).filter((name): name is T => name in catalogue);
}

/** A whole number in a range, including both ends. */
export function wholeNumber(
  usage: string,
  description: string,
  range: Range,
  initial?: number,
): CommandParameter<number> {
  return withInitial({ usage, description, parse: (given) => wholeIn(given, range) }, initial);
}

/** A number in a range, including both ends. */
export function realNumber(
  usage: string,
  description: string,
  range: Range,
  initial?: number,
): CommandParameter<number> {
  return withInitial({ usage, description, parse: (given) => realIn(given, range) }, initial);
}

/** A whole number in a range, both ends included, that may be left out: `--together` is `--together 3`. */
export function numberOrDefault(
  usage: string,
  description: string,
  preset: number,
  range: Range,
): CommandParameter<number | undefined> {
  return {
    usage,
    description,
    parse: (given) => wholeIn(given, range),
    preset: `${preset}`,
    mandatory: false,
  };
}

/** A size in bytes, written as `512MB`, `2GB` or `1.5GiB`. */
export function byteCount(usage: string, description: string): CommandParameter<number> {
  return { usage, description, parse: bytesIn, mandatory: true };
}

/** Makes a parameter optional: its value is undefined if it is left out. */
export function optional<T>(parameter: CommandParameter<T>): CommandParameter<T | undefined> {
  return { ...parameter, mandatory: false };
}

/** Folds an option: only `--help-all` lists it, under the heading `section`. */
export function folded<T>(parameter: CommandParameter<T>, section = 'More options:'): CommandParameter<T> {
  return { ...parameter, section };
}

function withInitial<T>(
  parts: Pick<CommandParameter<T>, 'usage' | 'description' | 'parse'>,
  initial?: T,
): CommandParameter<T> {
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
