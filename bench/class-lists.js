import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { discern } from './command-line.js';

/** Writes classes, each with its `name`, `part` and `paths`, as a list that Discern reads. Gives its path. */
export function writeList(path, classes) {
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = classes.flatMap(({ name, part, paths }) =>
    paths.map((each) => [each, name, part].map(quoted).join(',')),
  );
  writeFileSync(path, ['path,label,split', ...rows, ''].join('\n'));
  return path;
}

/** What `discern embed` gives of a data set: { path, label, vector } for each picture. Uses `folder`. */
export async function embeddedRows(data, options, folder) {
  const out = join(folder, 'embedded.jsonl');
  await discern(['embed', data, '--out', out, ...options]);
  return readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
}
