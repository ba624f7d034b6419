import { random } from '../../../src/base/random.ts';
import type { OpenSetEvidence, ScoredPicture } from '../../../src/calibrate/open-set/evidence.ts';

/** A picture as a gallery scores it. */
export function inGallery(label: string, unit: string, similarity: number, rest: Partial<Rest> = {}): ScoredPicture {
  const { best = label, runnerUp = 0, cohort = 0 } = rest;
  return { label, unit, gallery: { best, similarity, runnerUp, cohort }, classifier: null };
}

type Rest = { readonly best: string; readonly runnerUp: number; readonly cohort: number };

/** The random numbers from which a picture is drawn. */
export type Draw = ReturnType<typeof random>;

/** Evidence of 40 classes with 5 own scenes and 5 pictures as a stranger each, drawn by the given functions. */
export function drawnEvidence(
  own: (draw: Draw, label: string, unit: string) => ScoredPicture,
  strangers: (draw: Draw, label: string) => ScoredPicture,
  seed = 0,
): OpenSetEvidence {
  const draw = random(seed, 'evidence');
  const labels = Array.from({ length: 40 }, (_, c) => `c${String(c).padStart(2, '0')}`);
  const five = [0, 1, 2, 3, 4];
  return {
    own: labels.flatMap((label) => five.map((scene) => own(draw, label, `${label} ${scene}`))),
    strangers: labels.flatMap((label) => five.map(() => strangers(draw, label))),
    strangersFrom: 'classes',
  };
}
