import { misused } from './misuse.ts';

/** An option that leaves nothing to some others, as they are written: `--head-only`. */
export type Contradiction = {
  readonly option: string;
  readonly leavesNothingTo: readonly string[];
  readonly because: string;
};

/**
 * Throws `misused` where a command line has both an option and one that it leaves nothing to: which of them were meant
 * only the person knows. `values` are what a command receives, by name; undefined and false are not given.
 */
export function refuseContradictions(
  values: Readonly<Record<string, unknown>>,
  contradictions: readonly Contradiction[],
): void {
  const given = new Set(
    Object.keys(values)
      .filter((name) => values[name] !== undefined && values[name] !== false)
      .map(written),
  );
  for (const { option, leavesNothingTo, because } of contradictions) {
    const other = leavesNothingTo.find((each) => given.has(each));
    if (given.has(option) && other !== undefined) throw contradiction(option, other, because);
  }
}

function contradiction(option: string, other: string, because: string) {
  return misused(`${option} and ${other} contradict each other: ${because}`, {
    given: `${option} and ${other}`,
    expected: 'one of them',
    todo: `leave out ${option} or ${other}`,
  });
}

/** `headOnly` as it is typed. */
function written(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
