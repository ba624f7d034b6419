import * as v from 'valibot';
import type { Card } from '../backbones/card.ts';
import { isSide, maxSidePx } from '../backbones/inspect/members.ts';
import {
  finiteNumber,
  listOf,
  nonNegativeInteger,
  oneOf,
  positiveInteger,
  positiveNumber,
  type Schema,
  text,
  triple,
} from '../base/schema.ts';
import type { Answering } from '../calibrate/answering/answering.ts';
import type { OutcomeModel } from '../calibrate/answering/outcome-model.ts';
import { familiarityNames } from '../classify/familiarities.ts';
import type { ByPictures } from '../gallery/by-pictures.ts';
import type { EntryName, EntryOrigin, Gallery } from '../gallery/gallery.ts';
import { matcherSchema } from '../gallery/matchers/catalogue.ts';
import type { Threshold } from '../gallery/threshold.ts';
import { pooledThings, type Together } from '../pooling/together.ts';
import { weightingNames } from '../pooling/weightings/catalogue.ts';
import type { Provenance } from './bundle.ts';

const isAboveZero = (values: [number, number, number]) => values.every((value) => value > 0);

const side = v.custom<number>(isSide, `a whole number of pixels, 1 to ${maxSidePx}`);

const preprocessing = v.object({
  sizePx: side,
  resizePx: positiveNumber,
  fit: oneOf('crop', 'squash'),
  interpolation: oneOf('bicubic', 'bilinear', 'lanczos', 'nearest'),
  mean: triple,
  std: v.pipe(triple, v.check(isAboveZero, 'three numbers above 0')),
  channels: oneOf('rgb', 'bgr'),
  layout: oneOf('nchw', 'nhwc'),
});

/** A card. */
export const cardSchema: Schema<Card> = v.object({
  name: text,
  description: text,
  source: text,
  licence: text,
  file: v.nullable(text),
  sha256: text,
  bytes: nonNegativeInteger,
  preprocessing,
  input: text,
  output: text,
  pooling: oneOf('none', 'average', 'class-token'),
  dimensions: positiveInteger,
});

/** Where a bundle comes from. */
export const provenanceSchema: Schema<Provenance> = v.object({
  version: text,
  dataset: text,
  seed: finiteNumber,
  split: v.object({ train: nonNegativeInteger, val: nonNegativeInteger, test: nonNegativeInteger }),
  chosen: v.record(v.string(), v.unknown()),
  pictures: listOf(text),
});

/** What JSON says of a projection; its numbers lie in parts of their own. */
const projection = v.object({ name: text, power: positiveNumber });

const byPictures: Schema<ByPictures> = listOf(v.object({ pictures: positiveInteger, value: finiteNumber }));

const share = v.pipe(finiteNumber, v.minValue(0), v.maxValue(1));

const thresholdSchema: Schema<Threshold> = v.object({
  value: finiteNumber,
  source: text,
  byClass: v.exactOptional(v.record(v.string(), finiteNumber)),
  byPictures: v.exactOptional(byPictures),
  runnerUp: v.exactOptional(share),
  cohort: v.exactOptional(share),
  promise: v.exactOptional(
    v.object({
      kind: oneOf('false-accept', 'accept'),
      share,
      confidence: v.exactOptional(share),
      units: nonNegativeInteger,
      lapsed: v.exactOptional(v.literal(true, 'true')),
    }),
  ),
});

/** The lists of an outcome model; not readonly, as they are checked while they are read. */
type Lists = Record<keyof OutcomeModel, number[]>;

function hasOneLength({ mean, std, right, wrong }: Lists): boolean {
  return std.length === mean.length && [right, wrong].every(({ length }) => length === mean.length + 1);
}

/** How a bundle comes to one answer. */
export const answeringSchema: Schema<Answering> = v.object({
  names: oneOf('classifier', 'gallery'),
  knows: oneOf('classifier', 'gallery', 'both'),
  threshold: thresholdSchema,
  outcomes: v.pipe(
    v.object({
      mean: listOf(finiteNumber),
      std: listOf(positiveNumber),
      right: listOf(finiteNumber),
      wrong: listOf(finiteNumber),
    }),
    v.check(hasOneLength, 'a mean and a deviation for each feature, and a weight more for each outcome'),
  ),
});

/** The settings of a classifier; its numbers lie in parts of their own. */
export const classifierSchema = v.object({
  head: oneOf('linear', 'cosine'),
  projection,
  classes: listOf(text),
  logitScale: finiteNumber,
  temperature: positiveNumber,
  unknown: v.exactOptional(v.object({ familiarity: oneOf(...familiarityNames), threshold: thresholdSchema })),
});

/** The settings of a gallery; its entries and numbers lie in parts of their own. */
export const gallerySchema = v.object({
  fingerprint: text,
  projection,
  matcher: matcherSchema,
  threshold: thresholdSchema,
  verification: v.exactOptional(thresholdSchema),
}) satisfies Schema<Pick<Gallery, 'fingerprint' | 'matcher' | 'threshold' | 'verification'>>;

/** How several pictures of one thing become one answer. */
export const togetherSchema: Schema<Together> = v.object({
  gallery: oneOf(...weightingNames),
  classifier: v.object({ pooled: oneOf(...pooledThings), weighting: oneOf(...weightingNames) }),
  independence: v.pipe(finiteNumber, v.minValue(0), v.maxValue(1)),
  leastAgreement: byPictures,
});

/** What answers say of enrolled pictures. */
export const entriesSchema: Schema<readonly EntryName[]> = listOf(v.object({ id: text, label: text, path: text }));

/** Where enrolled pictures come from. */
export const originsSchema: Schema<readonly EntryOrigin[]> = listOf(
  v.object({
    hash: text,
    enrolled: v.exactOptional(v.literal(true, 'true')),
    was: v.exactOptional(text),
  }),
);
