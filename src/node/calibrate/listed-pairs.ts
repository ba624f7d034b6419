import { counted } from '../../base/figures.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { seenPictures } from '../../bundle/with-gallery.ts';
import type { AnnotatedPictures } from '../../data/annotations/annotated-pictures.ts';
import { consistentAnnotations } from '../../data/annotations/consistent-annotations.ts';
import { type StatedPairs, statedPairs } from '../../data/annotations/stated-pairs.ts';
import { type Embedded, requireSome } from '../../data/embedding/embedded.ts';
import { learningParts } from '../../data/splits/use-parts.ts';
import { plain } from '../../fit/projection-candidates.ts';
import { chosenGalleryProjection } from '../../fit/projection-spec-schema.ts';
import { identitySpace } from '../../fit/verification/identity-space.ts';
import { pairSimilarities, scorePairs } from '../../fit/verification/score-pairs.ts';
import { isEnough, verificationRounds } from '../../fit/verification-rounds.ts';
import type { Product } from '../../linalg/product.ts';
import { learnedPictures } from '../../stages/ending/learned-pictures.ts';
import { openWholeBundleSession } from '../bundles/bundle-session.ts';
import { galleryOf } from '../bundles/gallery-of.ts';
import { requireBothKinds } from '../fit/require-pairs.ts';
import { openDataset } from '../open-dataset.ts';
import type { WorkOptions } from '../work-options.ts';
import type { MeasuredPairs } from './measured-pairs.ts';

/**
 * The pairs of a list. Those of identities that the bundle has not learned are measured in its own space. If most are
 * of learned ones, as where the bundle was fitted to this list, every pair is measured in a space of the same kind that
 * is fitted to other identities of the list. Throws what openDataset, openWholeBundleSession and consistentAnnotations
 * throw, `unsupported` without a gallery, and `too-few`.
 */
export async function listedPairs(path: string, data: string, options: WorkOptions): Promise<MeasuredPairs> {
  const { warn, progress, seed = 0 } = options;
  progress?.({ stage: 'reading the pairs', done: 0 });
  const dataset = await openDataset(data);
  for (const remark of dataset.remarks) warn?.(remark);
  const { train, val } = learningParts(dataset);
  const used = [...train, ...(val ?? [])];
  const annotated = withDifferences(consistentAnnotations(dataset, used, warn));
  const { bundle, session } = await openWholeBundleSession(path, { ...options, pictures: used.length });
  try {
    galleryOf(bundle, path);
    const embedded = requireSome(await session.embed(used));
    const stated = statedPairs(embedded, used, annotated, { seed });
    requireBothKinds(stated.pairs, dataset, embedded.skipped.length);
    if (stated.copies > 0) warn?.(`left out ${counted(stated.copies, 'pair')} of pictures with the same bytes`);
    const apart = apartFrom(bundle, stated, embedded);
    const found =
      isEnough(apart) && apart.length >= stated.pairs.length / 2
        ? await inOwnSpace(bundle, path, apart, embedded, session.product)
        : await byTurns(bundle, stated, embedded, session.product, options);
    return { ...found, of: stated.together.of, given: data };
  } finally {
    await session.close();
  }
}

/** Labels name no difference of single pairs: pictures of two labels differ. */
function withDifferences({ annotations, differences }: AnnotatedPictures): AnnotatedPictures {
  const named = [...(annotations.pairs ?? []), ...(annotations.triplets ?? [])].length > 0;
  return { annotations, differences: named ? differences : 'assumed' };
}

/** The pairs none of whose identities has a picture that the bundle or its network has learned. */
function apartFrom(bundle: Bundle, { pairs, together: { of } }: StatedPairs, { hashes }: Embedded) {
  const [ofBundle, ofNetwork] = [seenPictures(bundle), learnedPictures(bundle.backbone)];
  const learned = new Set(hashes.flatMap((hash, i) => (ofBundle.has(hash) || ofNetwork(hash) ? [of[i]] : [])));
  return pairs.filter(({ a, b }) => !learned.has(of[a]) && !learned.has(of[b]));
}

type Found = Pick<MeasuredPairs, 'pairs' | 'from'>;

async function inOwnSpace(
  bundle: Bundle,
  path: string,
  apart: StatedPairs['pairs'],
  { embeddings }: Embedded,
  product: Product,
): Promise<Found> {
  const similarities = await pairSimilarities(apart, embeddings, galleryOf(bundle, path).projection, product);
  const pairs = apart.map((pair, index) => ({ ...pair, similarity: similarities[index] }));
  return { pairs, from: 'none of whose identities the bundle has learned' };
}

async function byTurns(
  bundle: Bundle,
  { pairs, identities, together }: StatedPairs,
  { embeddings, hashes }: Embedded,
  product: Product,
  { seed = 0, progress, signal, warn }: WorkOptions,
): Promise<Found> {
  const ofNetwork = learnedPictures(bundle.backbone);
  const learned = hashes.filter(ofNetwork).length;
  if (learned > 0)
    warn?.(`the network was trained on ${counted(learned, 'picture')} of these pairs: the threshold may be too strict`);
  const { rounds } = verificationRounds(pairs, together, () => false, seed) ?? { rounds: [] };
  const spec = chosenGalleryProjection(bundle) ?? plain;
  const fitSpace = (pictures: readonly number[]) => identitySpace(spec, pictures, { embeddings, identities }, product);
  const passed = (round: number) =>
    progress?.({ stage: 'measuring pairs that are held out', done: round, total: rounds.length });
  const scored = await scorePairs(rounds, { embeddings, fitSpace, product, signal, passed });
  return { pairs: scored ?? [], from: 'each measured without training on its identities' };
}
