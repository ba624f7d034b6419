import { misused } from '../misuse.ts';

/** An option that excludes others, as typed: `--head-only`. `because` is shown in the error. */
export type ExclusiveOption = {
  readonly option: string;
  readonly excludes: readonly string[];
  readonly because: string;
};

/**
 * Throws `misused` if a command line has an option together with one that it excludes. `values` are the values that a
 * command receives, by name; undefined and false mean "not given".
 */
export function requireCompatible(
  values: Readonly<Record<string, unknown>>,
  exclusive: readonly ExclusiveOption[],
): void {
  const given = new Set(
    Object.keys(values)
      .filter((name) => values[name] !== undefined && values[name] !== false)
      .map(written),
  );
  for (const { option, excludes, because } of exclusive) {
    const other = excludes.find((each) => given.has(each));
    if (given.has(option) && other !== undefined) throw excluded(option, other, because);
  }
}

function excluded(option: string, other: string, because: string) {
  return misused(`${option} and ${other} exclude each other: ${because}`, {
    given: `${option} and ${other}`,
    expected: 'one of them',
    todo: `leave out ${option} or ${other}`,
  });
}

/** A name as it is typed: `headOnly` becomes `--head-only`. */
function written(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
