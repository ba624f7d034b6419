import { DiscernError } from '../../base/error.ts';
import { isJsonObject, type JsonObject } from '../../base/json-object.ts';
import { finiteNumber, ifValid, listOf } from '../../base/schema.ts';
import { eachChannel, type Facts, type Triple } from './facts.ts';

/** The members of a JSON file, and the file's name in errors. */
export type Members = { readonly file: string; readonly json: JsonObject };

/** The largest side of a picture; a larger one must be a mistake, since its pixels would take 200 MB. */
export const maxSidePx = 4096;

/** What a member must be, in words, and the flag that can replace it. */
export type Wanted = { readonly expected: string; readonly flag: string };

/** The error `bad-data` of a member with a wrong value. It names the file and the member. */
export function badMember(
  { file, json }: Members,
  member: string,
  { expected, flag }: Wanted,
  question = '',
): DiscernError {
  const text = textOf(json[member]);
  const value = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return new DiscernError('bad-data', `${file}: ${member} is ${value}${question}`, {
    given: `${member}: ${value}`,
    expected,
    todo: `correct ${member} in ${file}, or give ${flag}`,
  });
}

/** JSON.stringify fails for lists that are nested too deeply, though JSON.parse can read them. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return 'too deeply nested to show';
  }
}

/** A member that is an object, as members; empty where it is absent or null. Throws `bad-data` for another type. */
export function objectMember(members: Members, member: string): Members {
  const value = present(members, member);
  if (value === undefined || isJsonObject(value)) return { file: members.file, json: value ?? {} };
  throw badMember(members, member, { expected: 'an object', flag: '--input-size, --mean and --deviation' });
}

/** The member; undefined where it is absent or null. */
export function present({ json }: Members, member: string): unknown {
  return Object.hasOwn(json, member) ? (json[member] ?? undefined) : undefined;
}

/** A member that is true or false. Throws `bad-data` for another value. */
export function booleanMember(members: Members, member: string, flag: string): boolean | undefined {
  const value = present(members, member);
  if (value === undefined || typeof value === 'boolean') return value;
  throw badMember(members, member, { expected: 'true or false', flag });
}

/** A member that is a number above `above` and at most `most`. Throws `bad-data` for another value. */
export function numberMember(
  members: Members,
  member: string,
  { above, most, flag }: { readonly above: number; readonly most: number; readonly flag: string },
): number | undefined {
  const value = present(members, member);
  if (value === undefined) return undefined;
  const number = ifValid(finiteNumber, value);
  if (number !== undefined && number > above && number <= most) return number;
  throw badMember(members, member, { expected: `a number above ${above}, at most ${most}`, flag });
}

/** A member that is a side in whole pixels. Throws `bad-data` for another value. */
export function sideMember(members: Members, member: string, flag: string): number | undefined {
  const value = present(members, member);
  if (value === undefined || isSide(value)) return value;
  throw badMember(members, member, { expected: `a whole number of pixels, 1 to ${maxSidePx}`, flag });
}

/** Whether a value is a possible side of a network's input, in whole pixels. */
export function isSide(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maxSidePx;
}

/** A member with three numbers, or one for all channels. Throws `bad-data` for another value. */
export function tripleMember(members: Members, member: string, flag: string): Triple | undefined {
  const value = present(members, member);
  if (value === undefined) return undefined;
  const triple = tripleOf(ifValid(listOf(finiteNumber), typeof value === 'number' ? [value] : value));
  if (triple) return triple;
  throw badMember(members, member, { expected: 'three numbers, one per channel', flag });
}

function tripleOf(values: readonly number[] = []): Triple | undefined {
  if (values.length === 1) return [values[0], values[0], values[0]];
  return values.length === 3 ? [values[0], values[1], values[2]] : undefined;
}

/** A word that must be one of a few. Throws `bad-data`. */
export function wordMember<const T extends string>(
  members: Members,
  member: string,
  words: readonly T[],
  flag: string,
): T | undefined {
  const value = present(members, member);
  if (value === undefined) return undefined;
  const known = words.find((word) => word === value);
  if (known !== undefined) return known;
  throw badMember(members, member, { expected: `one of ${words.join(', ')}`, flag });
}

/** A member that names an interpolation. Throws `bad-data` for another value. */
export function interpolationMember(members: Members, member: string): Facts['interpolation'] {
  return wordMember(members, member, ['bicubic', 'bilinear', 'lanczos', 'nearest'], '--interpolation');
}

/** A member with means, converted to the range 0..255 by `toUnit`. Throws `bad-data` where they lie outside it. */
export function meanMember(members: Members, member: string, toUnit: (value: number) => number): Triple | undefined {
  const wanted = { expected: 'means within the range of the pixels', flag: '--mean', isFine: isMean };
  return inUnits(members, member, toUnit, wanted);
}

/** A member with standard deviations, converted likewise. Throws `bad-data` where they are out of range. */
export function stdMember(members: Members, member: string, toUnit: (value: number) => number): Triple | undefined {
  const expected = 'deviations above zero, within the range of the pixels';
  return inUnits(members, member, toUnit, { expected, flag: '--deviation', isFine: isStd });
}

function inUnits(
  members: Members,
  member: string,
  toUnit: (value: number) => number,
  { isFine, ...wanted }: Wanted & { readonly isFine: (values: Triple) => boolean },
): Triple | undefined {
  const triple = tripleMember(members, member, wanted.flag);
  if (triple === undefined) return undefined;
  const values = eachChannel(triple, toUnit);
  if (isFine(values)) return values;
  const suggestion = [1 / 255, 255]
    .map((factor) => eachChannel(triple, (value) => Number((value * factor).toPrecision(4))))
    .find((scaled) => isFine(eachChannel(scaled, toUnit)));
  throw badMember(members, member, wanted, suggestion && `: was [${suggestion.join(', ')}] meant?`);
}

/** Tolerance at the ends of 0..255, for rounding errors. */
const slack = 1e-3;

/** Whether means, in units of 0..255, lie within that range. */
export function isMean(means: Triple): boolean {
  return means.every((mean) => mean >= -slack && mean <= 255 + slack);
}

/** Whether standard deviations, in units of 0..255, are plausible: at least 0.5 and at most 255. */
export function isStd(stds: Triple): boolean {
  return stds.every((std) => std >= 0.5 && std <= 255 + slack);
}
