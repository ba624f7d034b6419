import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { discern } from './command-line.js';

/** @import { EmbeddedRow, ListedClass } from './types.ts' */

/**
 * The classes of a folder with a folder for each, in code-point order: their `name` and the `paths` of their pictures.
 * @param {string} folder
 */
export function classesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({
      name,
      paths: readdirSync(join(folder, name))
        .sort()
        .map((file) => resolve(folder, name, file)),
    }));
}

/**
 * Writes classes, each with its `name`, `part` and `paths`, as a list that Discern reads. Gives its path.
 * @param {string} path
 * @param {readonly ListedClass[]} classes
 */
export function writeList(path, classes) {
  const quoted = (/** @type {string} */ text) => `"${text.replaceAll('"', '""')}"`;
  const rows = classes.flatMap(({ name, part, paths }) =>
    paths.map((each) => [each, name, part].map(quoted).join(',')),
  );
  writeFileSync(path, ['path,label,split', ...rows, ''].join('\n'));
  return path;
}

/**
 * What `discern embed` gives of a data set: { path, label, vector } for each picture. Uses `folder`.
 * @param {string} data
 * @param {readonly string[]} options
 * @param {string} folder
 * @returns {Promise<EmbeddedRow[]>}
 */
export async function embeddedRows(data, options, folder) {
  const out = join(folder, 'embedded.jsonl');
  await discern(['embed', data, '--out', out, ...options]);
  return readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
}
