import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The folder of this package, which holds models/ and dist/. It is found from the sources and from the build. */
export function packageRoot(): string {
  return dirname(createRequire(import.meta.url).resolve('discern/package.json'));
}
