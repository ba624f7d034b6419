import type { Facts } from './facts.ts';
import { numberOf, objectOf, stringOf, tripleOf } from './json-values.ts';

/** What a file's metadata say of it, where Discern has written it. */
export type MetadataFacts = {
  /** How its pictures are prepared. */
  readonly preprocessing: Facts;
  readonly description: string | undefined;
  readonly licence: string | undefined;
};

/**
 * The facts of the metadata `card` (JSON), which training and export write into their files. Nothing is taken for
 * granted: members that are missing or odd are unknown.
 */
export function factsFromMetadata({ card }: Readonly<Record<string, string>>): MetadataFacts {
  const { preprocessing, description, licence } = objectOf(parsed(card));
  const { sizePx, resizePx, fit, interpolation, mean, deviation, channels } = objectOf(preprocessing);
  return {
    preprocessing: {
      sizePx: numberOf(sizePx),
      resizePx: numberOf(resizePx),
      fit: (['crop', 'squash'] as const).find((known) => known === fit),
      interpolation: (['bicubic', 'bilinear', 'lanczos', 'nearest'] as const).find((known) => known === interpolation),
      mean: tripleOf(mean),
      deviation: tripleOf(deviation),
      channels: (['rgb', 'bgr'] as const).find((known) => known === channels),
    },
    description: stringOf(description),
    licence: stringOf(licence),
  };
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return null;
  }
}
