import { counted } from '../base/figures.ts';
import type { Skipped } from '../data/embedded.ts';
import type { Context } from './context.ts';

/** So many are told by name; `--json` has them all. */
const shown = 10;

/** Tells which pictures could not be read, and why. */
export function tellSkipped(skipped: readonly Skipped[], { warn }: Pick<Context, 'warn'>): void {
  if (skipped.length === 0) return;
  const lines = skipped.slice(0, shown).map(({ path, error }) => `\n  ${path}: ${error.message}`);
  const more = skipped.length > shown ? `\n  and ${skipped.length - shown} more: --json lists them all` : '';
  warn(
    `${counted(skipped.length, 'picture')} could not be read and ${verb(skipped.length)} left out:${lines.join('')}${more}`,
  );
}

function verb(count: number): string {
  return count === 1 ? 'was' : 'were';
}
