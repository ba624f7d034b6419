import { type Checked, checkMachine } from '../../node/checks/catalogue.ts';
import { command } from './command.ts';

/** Says whether this machine can run Discern, and what to mend. Exit 1 where something essential is not ok. */
export const doctor = command({
  arguments: {},
  options: {},
  example: ['discern doctor'],
  run: async (_, { cacheFolder }) => {
    const checks = await checkMachine({ cacheFolder });
    const ok = checks.every((check) => check.ok || !check.essential);
    return { json: { ok, checks }, text: report(checks, ok), exitCode: ok ? 0 : 1 };
  },
});

function report(checks: readonly Checked[], ok: boolean): string {
  const width = Math.max(...checks.map(({ title }) => title.length));
  const lines = checks.flatMap(({ title, found, todo, ...check }) => {
    const line = `${mark(check)}  ${title.padEnd(width)}  ${found}`;
    return todo === undefined ? [line] : [line, `${' '.repeat(width + 10)}to do: ${todo}`];
  });
  const verdict = ok ? 'This machine can run Discern.' : 'Discern cannot run here before that is mended.';
  return [...lines, '', verdict].join('\n');
}

function mark({ ok, essential }: Pick<Checked, 'ok' | 'essential'>): string {
  if (ok) return 'ok    ';
  return essential ? 'failed' : 'weak  ';
}
