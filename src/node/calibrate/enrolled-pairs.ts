import { DiscernError } from '../../base/error.ts';
import { plain } from '../../fit/projection-candidates.ts';
import { chosenGalleryProjection } from '../../fit/projection-spec-schema.ts';
import { classPairs } from '../../fit/verification/class-verification.ts';
import { productFor } from '../../linalg/product.ts';
import { readBundle } from '../bundles/bundle-files.ts';
import { galleryOf } from '../bundles/gallery-of.ts';
import { nodeRuntime } from '../runtime.ts';
import { shellWord } from '../shell-word.ts';
import type { WorkOptions } from '../work-options.ts';
import type { MeasuredPairs } from './measured-pairs.ts';

/**
 * Pairs of a bundle's enrolled pictures, of one class and of two, each in a space of the bundle's kind that has learned
 * neither class. Throws `unsupported` without a gallery or where it keeps no embeddings, and `too-few` with fewer than
 * four classes.
 */
export async function enrolledPairs(path: string, options: WorkOptions): Promise<MeasuredPairs> {
  const { seed = 0, progress, signal, threads, warn } = options;
  const bundle = await readBundle(path, { warn });
  const { entries, embeddings } = galleryOf(bundle, path);
  const classes = new Set(entries.map(({ label }) => label)).size;
  if (embeddings === undefined && entries.length > 0) throw keepsNone(path);
  const samples = entries.map((entry) => ({ path: entry.path, label: entry.label, part: null, group: null }));
  const hashes = entries.map(({ hash }) => hash);
  const tools = { runtime: nodeRuntime, product: productFor(nodeRuntime), seed, progress, signal, threads };
  const pictures = embeddings && { samples, embeddings, hashes, skipped: [] };
  const found = pictures ? await classPairs(pictures, chosenGalleryProjection(bundle) ?? plain, tools) : null;
  if (found === null) throw tooFewClasses(path, classes);
  const from = 'of enrolled classes that the space had not learned';
  return { pairs: found.pairs, of: found.classes.of, from, given: `${path}, with ${classes} enrolled classes` };
}

function keepsNone(path: string): DiscernError {
  return new DiscernError('unsupported', `${path} keeps no embeddings of its pictures`, {
    given: `${path}, made by an older version`,
    expected: 'a bundle with the embeddings of its enrolled pictures',
    todo: `fit it again: discern fit DATA --out ${shellWord(path)}; or give a list of pairs`,
  });
}

function tooFewClasses(path: string, classes: number): DiscernError {
  return new DiscernError('too-few', `${path} has too few enrolled pictures to choose a threshold by pairs of them`, {
    given: `${classes} enrolled ${classes === 1 ? 'class' : 'classes'}`,
    expected: 'at least four, with pictures enough to fit a space to some of them',
    todo: 'enrol more classes, or give a list of pairs with the columns a,b,same',
  });
}
