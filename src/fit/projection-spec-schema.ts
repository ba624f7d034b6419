import * as v from 'valibot';
import { finiteNumber, ifValid, positiveNumber, type Schema } from '../base/schema.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { ProjectionSpec } from './projection-candidates.ts';
import { projectionKinds } from './projection-kinds.ts';

/** The settings of a projection, as a bundle keeps them. */
export const projectionSpecSchema: Schema<ProjectionSpec> = v.object({
  name: v.custom<ProjectionSpec['name']>(isProjectionName, 'the name of a projection'),
  power: positiveNumber,
  shrinkage: v.union([finiteNumber, v.literal('ledoit-wolf')], 'a number or ledoit-wolf'),
});

/** The projection that `fit` chose for the gallery; null if it built none, or if this version does not know it. */
export function chosenGalleryProjection({ provenance }: Pick<Bundle, 'provenance'>): ProjectionSpec | null {
  return ifValid(v.object({ projection: projectionSpecSchema }), provenance.chosen.gallery)?.projection ?? null;
}

function isProjectionName(value: unknown): value is ProjectionSpec['name'] {
  return typeof value === 'string' && Object.hasOwn(projectionKinds, value);
}
