import { byteSize, counted } from '../../base/figures.ts';
import {
  type CacheSummary,
  cacheSummary,
  type FingerprintSummary,
  pruneCache,
} from '../../node/embedding/cache-upkeep.ts';
import { flag, optional, wholeNumber } from '../options/parameters.ts';
import { table } from '../text/table.ts';
import { command } from './command.ts';

/** Shows the embedding cache, and removes entries on request. */
export const cache = command({
  arguments: {},
  options: {
    clear: flag('--clear', 'remove everything'),
    olderThan: optional(wholeNumber('--older-than <days>', 'remove entries not used for this many days', { least: 0 })),
    keep: optional(wholeNumber('--keep <megabytes>', 'keep this size, remove the least recently used', { least: 0 })),
  },
  example: ['discern cache --older-than 90', 'discern cache'],
  run: async ({ clear, olderThan, keep }, { embeddingsFolder, width, warn, cacheHasNoFolder }) => {
    if (cacheHasNoFolder) warn('there is no cache, as no home folder is known: set HOME or XDG_CACHE_HOME');
    const isPruning = !cacheHasNoFolder && (clear || olderThan !== undefined || keep !== undefined);
    const limits = {
      ...(olderThan === undefined ? {} : { olderThanDays: olderThan }),
      ...(keep === undefined ? {} : { maxBytes: keep * 1e6 }),
    };
    const { removed, left } = isPruning
      ? await pruneCache(embeddingsFolder, { all: clear, ...limits, warn })
      : { removed: 0, left: await cacheSummary(embeddingsFolder, { warn }) };
    const done = isPruning ? [`removed ${counted(removed, 'embedding')}`] : [];
    return { json: { removed, ...left }, text: [...done, overview(left, width)].join('\n') };
  },
});

function overview({ folder, entries, bytes, oldest, fingerprints }: CacheSummary, width: number): string {
  if (entries === 0) return `${folder} is empty`;
  const total = `${counted(entries, 'embedding')}, ${byteSize(bytes)}, oldest use ${oldest}`;
  return [folder, total, '', table(columns, fingerprints.map(rowOf), width)].join('\n');
}

const columns = [
  { head: 'made by' },
  { head: 'embeddings', align: 'right' },
  { head: 'size', align: 'right' },
  { head: 'last used' },
] as const;

function rowOf({ fingerprint, entries, bytes, lastUsed }: FingerprintSummary): readonly string[] {
  return [fingerprint.slice(0, 12), String(entries), byteSize(bytes), lastUsed];
}
