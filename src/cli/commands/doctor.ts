import { type Checked, checkMachine } from '../../node/checks/catalogue.ts';
import { table } from '../text/table.ts';
import { command } from './command.ts';

/** Checks whether this machine can run Discern, and says what to fix. Exit code 1 if an essential check fails. */
export const doctor = command({
  arguments: {},
  options: {},
  example: ['discern doctor'],
  run: async (_, { cacheFolder, width }) => {
    const checks = await checkMachine({ cacheFolder });
    const ok = checks.every((check) => check.ok || !check.essential);
    return { json: { ok, checks }, text: report(checks, ok, width), exitCode: ok ? 0 : 1 };
  },
});

function report(checks: readonly Checked[], ok: boolean, width: number): string {
  const rows = checks.flatMap(({ title, found, todo, ...check }) => {
    const row = [mark(check), title, found];
    return todo === undefined ? [row] : [row, ['', '', `to do: ${todo}`]];
  });
  const verdict = ok ? 'This machine can run Discern.' : 'Discern cannot run here until that is fixed.';
  return [table([{ head: '' }, { head: '' }, { head: '' }], rows, width), '', verdict].join('\n');
}

function mark({ ok, essential }: Pick<Checked, 'ok' | 'essential'>): string {
  if (ok) return 'ok';
  return essential ? 'failed' : 'weak';
}
