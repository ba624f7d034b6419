import { createRequire } from 'node:module';

/** Version of this package, as its package.json says. */
export function version(): string {
  const manifest: { version: string } = createRequire(import.meta.url)('discern/package.json');
  return manifest.version;
}
