import type { Card } from '../backbones/card.ts';
import { isSide } from '../backbones/inspect/members.ts';
import type { Projection } from '../backbones/projection.ts';
import type { Classifier } from '../classify/classifier.ts';
import type { Entry, Gallery, Threshold } from '../gallery/gallery.ts';
import { isMatcherName, type MatcherSpec } from '../gallery/matchers/catalogue.ts';
import type { Preprocessing } from '../images/preprocessing.ts';
import type { Provenance } from './bundle.ts';
import {
  type Guard,
  isCount,
  isNumber,
  isPositive,
  isRecord,
  isText,
  isTriple,
  listOf,
  oneOf,
  orAbsent,
  orNull,
  recordOf,
} from './guards.ts';

/** Three numbers by which can be divided. */
function isTripleAboveZero(value: unknown): value is Preprocessing['std'] {
  return isTriple(value) && value.every(isPositive);
}

type Named = Pick<Projection, 'name' | 'power'>;

/** What a classifier's JSON holds; its numbers lie in parts of their own. */
export type ClassifierSettings = Omit<Classifier, 'projection' | 'weights' | 'bias'> & { readonly projection: Named };

/** What a gallery's JSON holds; its entries and numbers lie in parts of their own. */
export type GallerySettings = Omit<Gallery, 'projection' | 'vectors' | 'entries' | 'embeddings'> & {
  readonly projection: Named;
};

const isPreprocessing = recordOf<Preprocessing>({
  sizePx: isSide,
  resizePx: isPositive,
  fit: oneOf('crop', 'squash'),
  interpolation: oneOf('bicubic', 'bilinear', 'lanczos', 'nearest'),
  mean: isTriple,
  std: isTripleAboveZero,
  channels: oneOf('rgb', 'bgr'),
  layout: oneOf('nchw', 'nhwc'),
});

/** A card. */
export const isCard: Guard<Card> = recordOf<Card>({
  name: isText,
  description: isText,
  source: isText,
  licence: isText,
  file: orNull(isText),
  sha256: isText,
  bytes: isCount,
  preprocessing: isPreprocessing,
  input: isText,
  output: isText,
  pooling: oneOf('none', 'average', 'class-token'),
  dimensions: isPositive,
});

/** Where a bundle comes from. */
export const isProvenance: Guard<Provenance> = recordOf<Provenance>({
  version: isText,
  dataset: isText,
  seed: isNumber,
  split: recordOf<Provenance['split']>({ train: isCount, val: isCount, test: isCount }),
  chosen: isRecord,
  pictures: listOf(isText),
});

const isNamed = recordOf<Named>({ name: isText, power: isPositive });

/** The settings of a classifier. */
export const isClassifierSettings: Guard<ClassifierSettings> = recordOf<ClassifierSettings>({
  head: oneOf('linear', 'cosine'),
  projection: isNamed,
  classes: listOf(isText),
  logitScale: isNumber,
  temperature: isPositive,
});

const isMatcher = recordOf<MatcherSpec>({
  name: isNameOfMatcher,
  k: isNeighbourCount,
  cohesion: orAbsent(isNumber),
  nearest: orAbsent(isNumber),
});

/** The settings of a gallery. */
export const isGallerySettings: Guard<GallerySettings> = recordOf<GallerySettings>({
  fingerprint: isText,
  projection: isNamed,
  matcher: isMatcher,
  threshold: recordOf<Threshold>({ value: isNumber, source: isText }),
});

/** What is enrolled. */
export const isEntries: Guard<readonly Entry[]> = listOf(
  recordOf<Entry>({
    id: isText,
    label: isText,
    path: isText,
    hash: isText,
    enrolled: orAbsent(isTrue),
    was: orAbsent(isText),
  }),
);

function isTrue(value: unknown): value is true {
  return value === true;
}

/** A whole number of at least 1. */
function isNeighbourCount(value: unknown): value is number {
  return isCount(value) && value > 0;
}

function isNameOfMatcher(value: unknown): value is MatcherSpec['name'] {
  return isText(value) && isMatcherName(value);
}
