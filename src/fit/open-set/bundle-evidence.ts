import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import type { Bundle, KeptEvidence } from '../../bundle/bundle.ts';
import { enrolledClasses } from '../../bundle/export-metadata.ts';
import { galleryContents } from '../../bundle/kept-evidence.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { chosenHead } from '../classifier/chosen-head.ts';
import type { FitTools } from '../fit-approaches.ts';
import { subset } from '../labelled.ts';
import { chosenGalleryProjection } from '../projection-spec-schema.ts';
import { openSetEvidence } from './open-set-evidence.ts';
import { fewestClasses } from './open-set-folds.ts';

/**
 * The evidence of a bundle: what it keeps, or where many classes came since, measured again on what is enrolled. A few
 * new classes need no new measure: the space has not learned them either.
 * Throws `unsupported` for a bundle without a gallery, or of a version that kept no embeddings, and `too-few` where
 * what is enrolled allows no class folds.
 */
export async function bundleEvidence(bundle: Bundle, tools: FitTools): Promise<KeptEvidence> {
  const { gallery, openSet } = bundle;
  if (gallery === null) throw unsupported('it has no gallery', 'fit one: discern fit DATA --out BUNDLE');
  const of = await galleryContents(gallery);
  if (openSet && (openSet.of === of || covers(openSet, gallery))) return openSet;
  const projection = chosenGalleryProjection(bundle);
  const space = projection && { projection, matcher: gallery.matcher };
  const { embeddings, entries, fingerprint } = gallery;
  if (space === null || embeddings === undefined) {
    throw unsupported('it does not say how it was fitted', 'fit it again: discern fit DATA --out BUNDLE');
  }
  const samples = entries.map(({ path, label, id }) => ({ path: `${path} ${id}`, label, part: null, group: null }));
  const learned = { samples, embeddings, hashes: entries.map(({ hash }) => hash), skipped: [] };
  const head = bundle.classifier && chosenHead(bundle);
  const classifier = head && { ...head, validation: null };
  const task = { learned, val: subset(learned, []), fingerprint, gallery: space, classifier };
  const evidence = await openSetEvidence(task, tools);
  if (evidence === null) throw tooFew(enrolledClasses(entries).length, entries.length);
  return { ...evidence, of };
}

/** The share of the enrolled classes that kept evidence must know to stand for all. */
const leastCovered = 0.9;

function covers({ strangers }: KeptEvidence, { entries }: Gallery): boolean {
  const measured = new Set(strangers.map(({ label }) => label));
  const classes = enrolledClasses(entries);
  return classes.filter((label) => measured.has(label)).length >= leastCovered * classes.length;
}

function unsupported(reason: string, todo: string): DiscernError {
  return new DiscernError('unsupported', `the bundle cannot be calibrated from what is enrolled: ${reason}`, {
    given: 'a bundle without what calibration needs',
    expected: 'a bundle that fit made from labels',
    todo,
  });
}

function tooFew(classes: number, pictures: number): DiscernError {
  return new DiscernError('too-few', 'too little is enrolled to let classes play strangers', {
    given: `${counted(classes, 'class', 'classes')} with ${counted(pictures, 'picture')}`,
    expected: `at least ${fewestClasses} classes, some of them with two scenes or more`,
    todo: 'enrol more, or give labelled pictures and strangers: --using DATA --unknown FOLDER',
  });
}
