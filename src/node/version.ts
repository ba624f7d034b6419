import { createRequire } from 'node:module';

/** The version in this package's package.json. */
export function version(): string {
  const manifest: { version: string } = createRequire(import.meta.url)('discern/package.json');
  return manifest.version;
}
