import { counted } from '../base/figures.ts';
import type { Skipped } from '../data/embedded.ts';
import type { Context } from './context.ts';

/** So many are told by name; `--json` has them all. */
const shown = 10;

/** From so many pictures on that fail for one reason, the reason is told once, with the first of them. */
const many = 4;

/** Tells which pictures could not be read, and why. */
export function reportSkipped(skipped: readonly Skipped[], { warn }: Pick<Context, 'warn'>): void {
  if (skipped.length === 0) return;
  const lines = [...byReason(skipped)].flatMap(([reason, paths]) => inWords(reason, paths));
  const more = lines.length > shown ? '\n  and others: --json lists them all' : '';
  const count = `${counted(skipped.length, 'picture')} could not be read and ${verb(skipped.length)} left out`;
  warn(`${count}:${lines.slice(0, shown).join('')}${more}`);
}

/** Paths by why they could not be read, in the order in which the reasons come first. */
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
