import { entryKey, galleryOfEntries } from './enrol.ts';
import type { Entry, Gallery } from './gallery.ts';

/** A gallery in which entries bear other labels. */
export type Relabelled = {
  readonly gallery: Gallery;
  /** The entries that got another label, as they were before. */
  readonly changed: readonly Entry[];
  /** Entries that were left out, because the same picture bears the new label already. */
  readonly duplicates: readonly Entry[];
};

/**
 * Gives entries other labels. `labelFor` gives the label of an entry; the same label changes nothing. Ids stay. Each
 * entry that `fit` made keeps its first label as `was`. If a picture gets a label twice, only the first entry stays.
 */
export function relabel(gallery: Gallery, labelFor: (entry: Entry) => string): Relabelled {
  const changed: Entry[] = [];
  const duplicates: Entry[] = [];
  const seen = new Set<string>();
  const kept: number[] = [];
  const entries = gallery.entries.map((entry, index) => {
    const label = labelFor(entry);
    if (label !== entry.label) changed.push(entry);
    const relabelled = entryKey({ ...entry, label });
    if (seen.has(relabelled)) duplicates.push(entry);
    else kept.push(index);
    seen.add(relabelled);
    return label === entry.label ? entry : withLabel(entry, label);
  });
  if (changed.length === 0) return { gallery, changed, duplicates: [] };
  return { gallery: galleryOfEntries({ ...gallery, entries }, kept), changed, duplicates };
}

function withLabel({ was, ...entry }: Entry, label: string): Entry {
  const first = was ?? entry.label;
  return entry.enrolled || first === label ? { ...entry, label } : { ...entry, label, was: first };
}
