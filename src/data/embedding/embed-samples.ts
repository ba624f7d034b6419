import { DiscernError } from '../../base/error.ts';
import { type Matrix, matrix, row } from '../../base/matrix.ts';
import type { Sample } from '../dataset.ts';
import { type EmbedOptions, embedPictures } from './embed-pictures.ts';
import { type Embedded, isSkipped, type Skipped } from './embedded.ts';

/** A picture to embed: its path, and optionally label, part and group (null if left out). */
export type SampleToEmbed = Pick<Sample, 'path'> & Partial<Sample>;

/**
 * Embeds the samples in their order; unreadable pictures are listed in `skipped`. Throws `too-large` if the embeddings
 * do not fit into memory, and `interrupted` when the signal is aborted.
 */
export async function embedSamples(samples: readonly SampleToEmbed[], options: EmbedOptions): Promise<Embedded> {
  const all = matrixFor(samples.length, options.embedder.card.dimensions);
  const read: Sample[] = [];
  const hashes: string[] = [];
  const skipped: Skipped[] = [];
  let next = 0;
  const paths = samples.map(({ path }) => path);
  for await (const picture of embedPictures(paths, { total: samples.length, ...options })) {
    const sample = wholeSample(samples[next++]);
    if (isSkipped(picture)) skipped.push(picture);
    else {
      row(all, read.length).set(picture.embedding);
      read.push(sample);
      hashes.push(picture.hash);
    }
  }
  const embeddings = matrix(read.length, all.columns, all.data.subarray(0, read.length * all.columns));
  return { samples: read, embeddings, hashes, skipped };
}

/** The sample with its missing members set to null; the same object if nothing is missing. */
function wholeSample(given: SampleToEmbed): Sample {
  const { label = null, part = null, group = null } = given;
  return isWhole(given) ? given : { path: given.path, label, part, group };
}

function isWhole(given: SampleToEmbed): given is Sample {
  return given.label !== undefined && given.part !== undefined && given.group !== undefined;
}

function matrixFor(rows: number, columns: number): Matrix {
  try {
    return matrix(rows, columns);
  } catch (cause) {
    const gigabytes = ((rows * columns * 4) / 1e9).toFixed(1);
    throw new DiscernError(
      'too-large',
      `the embeddings of ${rows} pictures do not fit into memory`,
      {
        given: `${rows} pictures with ${columns} dimensions: ${gigabytes} GB`,
        expected: 'embeddings that fit into one block of memory',
        todo: 'use fewer pictures, or a backbone with fewer dimensions',
      },
      cause,
    );
  }
}
