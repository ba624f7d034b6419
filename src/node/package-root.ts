import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The folder of this package: where models/ and dist/ are, seen from the sources and from the build alike. */
export function packageRoot(): string {
  return dirname(createRequire(import.meta.url).resolve('discern/package.json'));
}
