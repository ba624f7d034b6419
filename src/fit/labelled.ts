import { takeRows } from '../base/matrix.ts';
import { classesOf, isLabelled } from '../data/classes-of.ts';
import type { Embedded } from '../data/embedded.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';

/** The pictures that have a label, with their classes as indices. */
export function labelled({ samples, embeddings }: Pick<Embedded, 'samples' | 'embeddings'>): LabelledEmbeddings {
  const classes = classesOf(samples);
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const rows = samples.flatMap(({ label }, index) => (label === null ? [] : [index]));
  const labels = Int32Array.from(rows, (index) => indexOf.get(samples[index].label ?? '') ?? 0);
  return { embeddings: rows.length === samples.length ? embeddings : takeRows(embeddings, rows), labels, classes };
}

/** Pictures on which something is selected, with classes as indices into `classes`; those of other classes are left out. */
export function labelledBy(
  classes: readonly string[],
  { samples, embeddings }: Pick<Embedded, 'samples' | 'embeddings'>,
): LabelledEmbeddings {
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const rows = samples.flatMap(({ label }, index) => (label !== null && indexOf.has(label) ? [index] : []));
  const labels = Int32Array.from(rows, (index) => indexOf.get(samples[index].label ?? '') ?? 0);
  return { embeddings: takeRows(embeddings, rows), labels, classes };
}

/** The pictures at `indices`, with all that belongs to them. */
export function subset({ samples, embeddings, hashes }: Embedded, indices: readonly number[]): Embedded {
  return {
    samples: indices.map((index) => samples[index]),
    embeddings: takeRows(embeddings, indices),
    hashes: indices.map((index) => hashes[index]),
    skipped: [],
  };
}

/** The pictures that have a label, with all that belongs to them; the very same where all have one. */
export function labelledOnly(embedded: Embedded): Embedded {
  if (embedded.samples.every(isLabelled)) return embedded;
  return subset(
    embedded,
    embedded.samples.flatMap((sample, index) => (isLabelled(sample) ? [index] : [])),
  );
}
