import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { here, root } from './places.js';

/**
 * What a long benchmark has found so far, by name, so that one that was cut short goes on where it stood. `--fresh`
 * begins anew. Results lie in bench/.results, beside the version of the code that made them.
 * @param {string} benchmark
 * @param {string} version
 * @param {readonly string[]} options
 */
export function keptResults(benchmark, version, options) {
  const folder = here('.results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${benchmark}.json`);
  const read = () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
  const before = options.includes('--fresh') ? null : read();
  const results = before?.version === version ? before.results : {};
  /**
   * @template T
   * @param {string} name
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  return async (name, work) => {
    if (!(name in results)) {
      results[name] = await work();
      writeFileSync(`${file}.writing`, JSON.stringify({ version, results }, null, 2));
      renameSync(`${file}.writing`, file);
    }
    return results[name];
  };
}

/** Of the sources that were built: what other code has found is not taken up. */
export function sourcesHash() {
  return readFileSync(join(root, 'dist', 'sources.sha256'), 'utf8');
}
