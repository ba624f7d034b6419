// A process that writes until it is killed or the disk is full: `cache FOLDER NAME` or `file PATH`.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// Beyond the size that a test allows, writing then fails instead of ending the process.
process.on('SIGXFSZ', () => {});
const [sources, mode, place, name] = process.argv.slice(2);
const say = (text) => process.stdout.write(`${text}\n`);
const load = (path) => import(pathToFileURL(join(sources, path)).href);

/** Embedding number i has i in every place, so that a torn one shows. */
async function fillCache() {
  const { lmdbEmbeddingCache } = await load('node/embedding/embedding-cache.js');
  const cache = await lmdbEmbeddingCache({ folder: place, maxBytes: 8e6, warn: say });
  for (let i = 0; i < 20_000; i++) {
    cache.set(`${name}-${i % 2000}`, 'f', new Float32Array(1280).fill(i % 2000));
    if (i % 64 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await cache.close();
}

async function writeLargeFile() {
  const { writeAtomically } = await load('node/files/write-atomically.js');
  await writeAtomically(place, new Uint8Array(16e6)).catch(({ code }) => say(code));
}

await (mode === 'cache' ? fillCache() : writeLargeFile());
