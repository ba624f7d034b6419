import type { Classifier } from '../classify/classifier.ts';
import { classesOf } from '../data/classes-of.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { FitTools } from './fit-approaches.ts';
import { type ClassifierChoice, fitClassifier } from './fit-classifier.ts';
import { fitGallery } from './fit-gallery.ts';
import { type HeadSpec, headCandidates } from './head-candidates.ts';
import type { Held } from './hold-out.ts';
import { fitProjection, galleryRounds } from './projection-candidates.ts';

/** What a quick fit takes besides the pictures. */
export type QuickTask = {
  readonly fingerprint: string;
  /** What a whole fit chose, which is tried again; null where it learned no classifier. */
  readonly chosen: ClassifierChoice | null;
};

/** Operations that a quick fit's heads may take together (see work.ts): a second or so. */
const quickWork = 1e11;

/** Both approaches, without what only a whole fit gives. */
export type QuicklyFitted = { readonly classifier: Classifier | null; readonly gallery: Gallery };

/**
 * Learns both approaches as `fit` does, in less time, to see how they fare with fewer pictures: among three heads (the
 * one chosen before, one in the discriminant space, the class means) and three spaces, each fitted once, but for
 * shrinkage and power of a space, for a metric that is learned, and for classes that come later. `val` chooses, and is not learned from.
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

/** Fits each space once: what is asked for must always be fitted on the same pictures. */
function fittedOnce(): typeof fitProjection {
  const fitted = new Map<string, ReturnType<typeof fitProjection>>();
  return (spec, learned, tools) => {
    const key = JSON.stringify(spec);
    const known = fitted.get(key) ?? fitProjection(spec, learned, tools);
    fitted.set(key, known);
    return known;
  };
}
