import { join } from 'node:path';
import { requireAll } from '../../data/embedding/embedded.ts';
import type { EmbedPictures, Machine } from '../../stages/machine.ts';
import { openEmbeddingSession } from '../embedding/embedding-session.ts';
import { folderStorage } from '../files/folder-storage.ts';
import { nodeRuntime } from '../runtime.ts';
import type { WorkOptions } from '../work-options.ts';
import { nodeViews } from './node-views.ts';
import { openRecordFile } from './record-file.ts';

/** The ports of training in Node: onnxruntime-node, worker threads, and files under `folder`. */
export function nodeMachine(folder: string, options: WorkOptions): Machine {
  return {
    runtime: nodeRuntime,
    views: nodeViews(folder),
    storage: folderStorage(folder),
    openRecords: (name, length) => openRecordFile(join(folder, name), length),
    embed: embedFiles(options),
  };
}

/** Embeds picture files; embeddings of a network that is met again go into the cache, if there is one. */
export function embedFiles({ cacheFolder, ...options }: WorkOptions): EmbedPictures {
  return async (network, paths, { isKnown }) => {
    const cache = isKnown ? { cacheFolder } : {};
    const session = await openEmbeddingSession(network, { ...options, ...cache, pictures: paths.length });
    try {
      const samples = paths.map((path) => ({ path, label: null, part: null, group: null }));
      return requireAll(await session.embed(samples)).embeddings;
    } finally {
      await session.close();
    }
  };
}
