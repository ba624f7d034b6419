import { homedir } from 'node:os';
import { join } from 'node:path';
import { defaultBackbone } from '#src/backbones/cards/catalogue.js';
import { embedSamples } from '#src/data/embedding/embed-samples.js';
import { cacheFolder } from '#src/node/embedding/cache-folder.js';
import { lmdbEmbeddingCache } from '#src/node/embedding/embedding-cache.js';
import { embedderFor } from '#src/node/embedding/open-embedder.js';
import { readFile } from '#src/node/files/files.js';
import { loadBackbone } from '#src/node/hub/backbone-files.js';
import { nodeRuntime } from '#src/node/runtime.js';

/**
 * @import { EmbeddedSet } from './types.ts'
 * @import { Sample } from '#src/data/dataset.js'
 * @import { EmbedOptions } from '#src/data/embedding/embed-pictures.js'
 */

/**
 * The embedder of a backbone that ships with Discern, or of a file.
 * @param {string} [backbone]
 */
export async function ourEmbedder(backbone = defaultBackbone) {
  const { card, bytes } = await loadBackbone(backbone, { runtime: nodeRuntime, hub: { folder: '' } });
  return embedderFor(card, bytes);
}

/**
 * Embeddings of pictures, [N, D], without a cache. Throws where one cannot be read.
 * @param {readonly string[]} paths
 * @param {string} [backbone]
 */
export async function embedAll(paths, backbone) {
  const embedder = await ourEmbedder(backbone);
  const { embeddings } = await embedAllOf(samplesOf(paths), { embedder });
  await embedder.dispose();
  return embeddings;
}

/**
 * Samples with their embeddings by a backbone, through the person's cache: for benchmarks in which embedding is not
 * measured.
 * @param {readonly Sample[]} samples
 * @param {string} [backbone]
 * @returns {Promise<EmbeddedSet>}
 */
export async function embedCached(samples, backbone) {
  const cache = await lmdbEmbeddingCache({
    folder: join(cacheFolder(process.env, process.platform, homedir()) ?? '.cache', 'embeddings'),
  });
  const embedder = await ourEmbedder(backbone);
  const embedded = await embedAllOf(samples, { embedder, cache });
  await Promise.all([embedder.dispose(), cache.close()]);
  return { ...embedded, fingerprint: embedder.fingerprint };
}

/**
 * embedSamples, but that a picture which cannot be read ends the benchmark.
 * @param {readonly Sample[]} samples
 * @param {Omit<EmbedOptions, 'read'>} options
 */
export async function embedAllOf(samples, options) {
  const embedded = await embedSamples(samples, { read: readFile, ...options });
  const [first] = embedded.skipped;
  if (first) throw new Error(`${first.path}: ${first.error.message}`);
  return embedded;
}

/**
 * Pictures as samples without labels.
 * @param {readonly string[]} paths
 * @returns {Sample[]}
 */
export function samplesOf(paths) {
  return paths.map((path) => ({ path, label: null, part: null, group: null }));
}
