import { dot, row } from '../../base/matrix.ts';
import { seenPictures } from '../../bundle/with-gallery.ts';
import { consistentAnnotations } from '../../data/annotations/consistent-annotations.ts';
import { statedPairs } from '../../data/annotations/stated-pairs.ts';
import type { Dataset } from '../../data/dataset.ts';
import { requireSome } from '../../data/embedding/embedded.ts';
import { scoringPart } from '../../data/splits/use-parts.ts';
import { noCautions } from '../../evaluate/cautions.ts';
import type { EvaluateResult } from '../../evaluate/results.ts';
import { verificationReport } from '../../evaluate/verification.ts';
import { featuresIn } from '../../gallery/features-in.ts';
import { verificationThreshold } from '../../gallery/verification-threshold.ts';
import { learnedPictures } from '../../stages/ending/learned-pictures.ts';
import { openWholeBundleSession } from '../bundles/bundle-session.ts';
import { galleryOf } from '../bundles/gallery-of.ts';
import { requireBothKinds } from '../fit/require-pairs.ts';
import type { WorkOptions } from '../work-options.ts';

/**
 * Measures how well a bundle's gallery tells pairs of pictures at its threshold: those that pairs, triplets or groups
 * speak of (test, else val, else all). Throws what openWholeBundleSession throws, `unsupported` without a gallery,
 * `contradiction`, and `too-few` where there are fewer than four pairs of a kind.
 */
export async function evaluateAnnotations(
  path: string,
  dataset: Dataset,
  options: WorkOptions = {},
): Promise<EvaluateResult> {
  const start = performance.now();
  const { seed = 0, warn, progress, signal } = options;
  const { samples, part } = scoringPart(dataset);
  const annotated = consistentAnnotations(dataset, samples, warn);
  const { bundle, session } = await openWholeBundleSession(path, { ...options, pictures: samples.length });
  try {
    const gallery = galleryOf(bundle, path);
    const embedded = requireSome(await session.embed(samples));
    const { pairs, identities } = statedPairs(embedded, samples, annotated, { seed });
    requireBothKinds(pairs, dataset, embedded.skipped.length);
    const features = await featuresIn(gallery, embedded.embeddings, session.product);
    const threshold = verificationThreshold(gallery);
    const answers = pairs.map((pair) => {
      const similarity = dot(row(features, pair.a), row(features, pair.b));
      return { ...pair, similarity, accepted: similarity >= threshold.value };
    });
    const report = await verificationReport(answers, identities, { seed, progress, signal });
    const [ofBundle, ofNetwork] = [seenPictures(bundle), learnedPictures(bundle.backbone)];
    return {
      ...{
        samples: embedded.samples.length,
        classes: 0,
        seed,
        seconds: (performance.now() - start) / 1000,
        split: part,
      },
      ...noCautions,
      nearDuplicates: null,
      seen: embedded.hashes.filter((hash) => ofBundle.has(hash) || ofNetwork(hash)).length,
      ...{ skipped: embedded.skipped, classifier: null, gallery: null, answer: null, unknown: null },
      verification: { threshold, ...report },
    };
  } finally {
    await session.close();
  }
}
