import * as v from 'valibot';
import { finiteNumber, ifValid, positiveNumber, type Schema } from '../../base/schema.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import type { GalleryChoice } from '../fit-gallery.ts';
import type { ProjectionSpec } from '../projection-candidates.ts';
import { projectionKinds } from '../projection-kinds.ts';

/** What a bundle stores of the settings of a projection. */
export const projectionSpecSchema = v.object({
  name: v.custom<ProjectionSpec['name']>(isProjectionName, 'the name of a projection'),
  power: positiveNumber,
  shrinkage: v.union([finiteNumber, v.literal('ledoit-wolf')], 'a number or ledoit-wolf'),
}) satisfies Schema<ProjectionSpec>;

/** The choice of `fit` for a gallery; null if there is none, or if this version does not know it. */
export function chosenSpace({
  provenance,
  gallery,
}: Pick<Bundle, 'provenance' | 'gallery'>): Pick<GalleryChoice, 'projection' | 'matcher'> | null {
  const written = ifValid(v.object({ projection: projectionSpecSchema }), provenance.chosen.gallery);
  return written && gallery ? { projection: written.projection, matcher: gallery.matcher } : null;
}

function isProjectionName(value: unknown): value is ProjectionSpec['name'] {
  return typeof value === 'string' && Object.hasOwn(projectionKinds, value);
}
