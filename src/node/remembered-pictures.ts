import { fromRows } from '../base/matrix.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { Embedded } from '../data/embedded.ts';
import type { Workshop } from './workshop.ts';

/**
 * The enrolled pictures of a bundle with their embeddings as the network gave them, which a bundle does not keep: from the
 * cache of embeddings. Null where it has fewer than nine in ten of them, or there is no gallery.
 */
export function rememberedPictures(
  { gallery }: Bundle,
  { remembered }: Pick<Workshop, 'remembered'>,
): Pick<Embedded, 'samples' | 'embeddings'> | null {
  const entries = gallery?.entries ?? [];
  const found = entries.flatMap(({ hash, path, label }) => {
    const embedding = remembered(hash);
    return embedding ? [{ sample: { path, label, part: null, group: null }, embedding }] : [];
  });
  if (found.length === 0 || found.length < leastShare * entries.length) return null;
  return {
    samples: found.map(({ sample }) => sample),
    embeddings: fromRows(found.map(({ embedding }) => embedding)),
  };
}

/** Of fewer of the enrolled pictures, too little is known of what is repeated. */
const leastShare = 0.9;
