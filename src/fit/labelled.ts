import { stackRows, takeRows } from '../base/matrix.ts';
import { classesOf, isLabelled } from '../data/classes-of.ts';
import type { Sample } from '../data/dataset.ts';
import type { Embedded } from '../data/embedding/embedded.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';

/** The pictures with a label, their classes as indices into `classes`. */
export function labelled({ samples, embeddings }: Pick<Embedded, 'samples' | 'embeddings'>): LabelledEmbeddings {
  const classes = classesOf(samples);
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const rows = samples.flatMap(({ label }, index) => (label === null ? [] : [index]));
  const labels = Int32Array.from(rows, (index) => indexOf.get(samples[index].label ?? '') ?? 0);
  return { embeddings: rows.length === samples.length ? embeddings : takeRows(embeddings, rows), labels, classes };
}

/** Pictures with their classes as indices into given `classes`; pictures of other classes are left out. */
export function labelledBy(
  classes: readonly string[],
  { samples, embeddings }: Pick<Embedded, 'samples' | 'embeddings'>,
): LabelledEmbeddings {
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const rows = samples.flatMap(({ label }, index) => (label !== null && indexOf.has(label) ? [index] : []));
  const labels = Int32Array.from(rows, (index) => indexOf.get(samples[index].label ?? '') ?? 0);
  return { embeddings: takeRows(embeddings, rows), labels, classes };
}

/** The pictures at `indices`, with their embeddings and hashes. */
export function subset({ samples, embeddings, hashes }: Embedded, indices: readonly number[]): Embedded {
  return {
    samples: indices.map((index) => samples[index]),
    embeddings: takeRows(embeddings, indices),
    hashes: indices.map((index) => hashes[index]),
    skipped: [],
  };
}

/** The pictures whose sample is wanted; the same object if all are. */
export function picturesWhere(embedded: Embedded, isWanted: (sample: Sample) => boolean): Embedded {
  const wanted = embedded.samples.flatMap((sample, index) => (isWanted(sample) ? [index] : []));
  return wanted.length === embedded.samples.length ? embedded : subset(embedded, wanted);
}

/** The pictures with a label; the same object if all have one. */
export function labelledOnly(embedded: Embedded): Embedded {
  return picturesWhere(embedded, isLabelled);
}

/** The pictures of both, the first ones first. */
export function joinedPictures(first: Embedded, second: Embedded): Embedded {
  if (second.samples.length === 0) return first;
  return {
    samples: [...first.samples, ...second.samples],
    embeddings: stackRows(first.embeddings, second.embeddings),
    hashes: [...first.hashes, ...second.hashes],
    skipped: [],
  };
}
