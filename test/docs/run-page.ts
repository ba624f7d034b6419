import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../source-files.ts';

const run = promisify(execFile);

export const compiler = join(root, 'node_modules/typescript/bin/tsc');
export const strictly = [
  '--strict',
  '--skipLibCheck',
  '--module',
  'nodenext',
  '--target',
  'es2023',
  '--types',
  'node',
  '--noEmitOnError',
];

/** A page's program after it was run: where, to be removed; its text; and the last line that it printed. */
export type RanPage = { readonly folder: string; readonly program: string; readonly lastLine: string };

/**
 * Runs the TypeScript blocks of docs/PAGE, in their order and with an afterword. They run in a project of their own
 * with the package installed, so that names resolve as for a user. Throws on type errors and where the program fails.
 */
export async function runPage(page: string, afterword: string): Promise<RanPage> {
  const folder = await mkdtemp(join(tmpdir(), 'discern-page-'));
  await mkdir(join(folder, 'node_modules'));
  await symlink(root, join(folder, 'node_modules/discern'));
  await symlink(join(root, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  const blocks = (await readFile(join(root, 'docs', page), 'utf8')).matchAll(/^```ts\n(.*?)^```$/gms);
  const program = [...blocks].map(([, code]) => code).join('\n');
  await writeFile(join(folder, 'page.mts'), program + afterword);
  await run(process.execPath, [compiler, ...strictly, 'page.mts'], { cwd: folder }).catch(({ stdout }) => {
    throw new Error(`the page's program has errors:\n${stdout}`);
  });
  const { stdout } = await run(process.execPath, ['page.mjs'], { cwd: folder });
  return { folder, program, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '' };
}
