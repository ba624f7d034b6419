import { matrix } from '../../base/matrix.ts';
import type { Sample } from '../../data/dataset.ts';
import type { Embedded, Skipped } from '../../data/embedding/embedded.ts';
import type { EmbeddingSession } from './embedding-session.ts';

/** Parts of a data set with their embeddings, and all pictures that could not be read. */
export type EmbeddedParts<Name extends string> = {
  readonly parts: Readonly<Record<Name, Embedded>>;
  readonly skipped: readonly Skipped[];
};

/** Embeds several lists of samples in one run. The embeddings of each part are a view of one block of memory. */
export async function embedParts<Name extends string>(
  { embed }: Pick<EmbeddingSession, 'embed'>,
  samples: Readonly<Record<Name, readonly Sample[]>>,
): Promise<EmbeddedParts<Name>> {
  const lists: [string, readonly Sample[]][] = Object.entries(samples);
  const all = await embed(lists.flatMap(([, list]) => list));
  const parts: Partial<Record<string, Embedded>> = {};
  let start = 0;
  for (const [name, list] of lists) {
    const present = new Set(list);
    let end = start;
    while (end < all.samples.length && present.has(all.samples[end])) end++;
    parts[name] = rowsOf(all, start, end);
    start = end;
  }
  return { parts: parts as Record<Name, Embedded>, skipped: all.skipped };
}

function rowsOf({ samples, embeddings: { columns, data }, hashes }: Embedded, start: number, end: number): Embedded {
  return {
    samples: samples.slice(start, end),
    embeddings: matrix(end - start, columns, data.subarray(start * columns, end * columns)),
    hashes: hashes.slice(start, end),
    skipped: [],
  };
}
