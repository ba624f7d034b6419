// A process that changes a bundle until it is killed: `enrol PATH NAME COUNT`, `replace PATH`, or `copy FROM TO`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Beyond the size that a test allows, writing then fails instead of ending the process.
process.on('SIGXFSZ', () => {});
const [sources, mode, path, name, count] = process.argv.slice(2);
const { changeBundle, readBundle, writeBundle } = await import(
  pathToFileURL(join(sources, 'node/bundles/bundle-files.js')).href
);
const say = (text) => process.stdout.write(`${text}\n`);

/** One more picture at a time, as many processes may do at once. */
async function enrol() {
  for (let i = 0; i < Number(count); i++) {
    await changeBundle(path, ({ gallery, ...bundle }) => {
      const { rows, columns, data } = gallery.vectors;
      const entry = { id: `${name}-${i}`, label: 'new', path: 'new.jpg', hash: `${name}-${i}` };
      const vectors = { rows: rows + 1, columns, data: Float32Array.from([...data, ...data.subarray(0, columns)]) };
      return { ...bundle, gallery: { ...gallery, entries: [...gallery.entries, entry], vectors } };
    });
  }
}

/** The same bundle over and over, whose every part differs from the time before. */
async function replace() {
  for (let seed = 0; ; seed++) {
    await changeBundle(path, ({ classifier, gallery, provenance, ...bundle }) => ({
      ...bundle,
      classifier: { ...classifier, weights: filled(classifier.weights, seed), logitScale: seed },
      gallery: { ...gallery, vectors: filled(gallery.vectors, seed), threshold: { value: seed, source: 'x' } },
      provenance: { ...provenance, seed },
    }));
    say(seed);
  }
}

function filled(matrix, value) {
  return { ...matrix, data: new Float32Array(matrix.data.length).fill(value) };
}

async function copy() {
  await writeBundle(name, await readBundle(path)).then(
    () => say('copied'),
    ({ code }) => say(code),
  );
}

await { enrol, replace, copy }[mode]();
