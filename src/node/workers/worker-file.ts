import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { packageRoot } from '../package-root.ts';

/**
 * The file that a worker thread runs, by its name in src/node without ending. It is always a file of the build, because
 * Node 20 cannot run TypeScript.
 */
export function workerFile(name: string): string {
  const file = join(packageRoot(), 'dist', 'src', 'node', `${name}.js`);
  if (existsSync(file)) return file;
  throw new DiscernError('internal', 'internal: the build is missing', {
    given: file,
    expected: 'the built package',
    todo: 'run `npm run setup`',
  });
}
