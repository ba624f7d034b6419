import { counted } from '../../base/figures.ts';
import type { Skipped } from '../../data/embedding/embedded.ts';
import type { Context } from '../context.ts';

/** At most this many lines are printed; `--json` lists all pictures. */
const shown = 10;

/** If at least this many pictures fail for one reason, they share one line. */
const many = 4;

/** Warns which pictures could not be read, and why. */
export function reportSkipped(skipped: readonly Skipped[], { warn }: Pick<Context, 'warn'>): void {
  if (skipped.length === 0) return;
  const lines = [...byReason(skipped)].flatMap(([reason, paths]) => inWords(reason, paths));
  const more = lines.length > shown ? '\n  and others: --json lists them all' : '';
  const count = `${counted(skipped.length, 'picture')} could not be read and ${verb(skipped.length)} left out`;
  warn(`${count}:${lines.slice(0, shown).join('')}${more}`);
}

/** The paths for each reason, in order of the first occurrence of the reasons. */
function byReason(skipped: readonly Skipped[]): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const { path, error } of skipped) {
    const reason = error.message.replace(path, '').trim();
    const known = reasons.get(reason);
    if (known === undefined) reasons.set(reason, [path]);
    else known.push(path);
  }
  return reasons;
}

function inWords(reason: string, paths: readonly string[]): string[] {
  if (paths.length < many) return paths.map((path) => `\n  ${path}: ${reason}`);
  return [`\n  ${reason}: ${counted(paths.length, 'picture')}, first ${paths.slice(0, 2).join(', ')}`];
}

function verb(count: number): string {
  return count === 1 ? 'was' : 'were';
}
