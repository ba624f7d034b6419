import type { Classifier } from '../classify/classifier.ts';
import { classesOf } from '../data/classes-of.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { type ClassifierChoice, fitClassifier } from './classifier/fit-classifier.ts';
import { type HeadSpec, headCandidates } from './classifier/head-candidates.ts';
import type { FitTools } from './fit-approaches.ts';
import { fitGallery } from './fit-gallery.ts';
import type { Held } from './held-out/hold-out.ts';
import { fitProjection, galleryRounds } from './projection-candidates.ts';

/** Options of a quick fit. */
export type QuickTask = {
  readonly fingerprint: string;
  /** The choice of a full fit, which is tried again; null if it has no classifier. */
  readonly chosen: ClassifierChoice | null;
};

/** The operations that all heads may take together (see work.ts): about a second. */
const quickWork = 1e11;

/** Both approaches, without the reports of a full fit. */
export type QuicklyFitted = { readonly classifier: Classifier | null; readonly gallery: Gallery };

/**
 * Fits both approaches faster than `fit`, to measure accuracy with fewer pictures. It tries three heads (the one chosen
 * before, one in the discriminant space, the class means) and three spaces, each fitted once. It does not vary
 * shrinkage and power, learns no metric, and does not validate on later classes. `val` selects and is not trained on.
 */
export async function fitQuickly(
  held: Held,
  { fingerprint, chosen }: QuickTask,
  tools: FitTools,
): Promise<QuicklyFitted> {
  const quick = { ...tools, fitSpace: fittedOnce() };
  const spaces = { rounds: galleryRounds.slice(0, 1), knownClassesAlone: true };
  const { gallery } = await fitGallery(held, held.train, { ...quick, ...spaces, fingerprint });
  const several = classesOf(held.train.samples).length > 1 && chosen !== null;
  const heads = several ? headsLike(chosen) : [];
  const fitted = several ? await fitClassifier(held, held.train, { ...quick, heads, work: quickWork }) : null;
  return { classifier: fitted?.classifier ?? null, gallery };
}

function headsLike({ head, projection }: HeadSpec): HeadSpec[] {
  return headCandidates.filter(
    (spec) =>
      (spec.head === head && spec.projection.name === projection.name) ||
      spec.projection.name === 'discriminant' ||
      spec.learningRate === 0,
  );
}

/** `fitProjection` with a memory: fits each spec once, assuming that the pictures are always the same. */
function fittedOnce(): typeof fitProjection {
  const fitted = new Map<string, ReturnType<typeof fitProjection>>();
  return (spec, learned, tools) => {
    const key = JSON.stringify(spec);
    const known = fitted.get(key) ?? fitProjection(spec, learned, tools);
    fitted.set(key, known);
    return known;
  };
}
