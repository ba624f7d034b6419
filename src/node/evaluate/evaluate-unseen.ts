import { byCodePoint } from '../../base/hash.ts';
import type { Matrix } from '../../base/matrix.ts';
import { seenPictures } from '../../bundle/with-gallery.ts';
import { isLabelled } from '../../data/classes-of.ts';
import type { Part } from '../../data/dataset.ts';
import { requireSome, type Skipped } from '../../data/embedding/embedded.ts';
import type { FolderOptions } from '../../data/folders/folder-dataset.ts';
import { scoringPart } from '../../data/splits/use-parts.ts';
import { classOrder } from '../../evaluate/embedding/class-order.ts';
import { requireFindable } from '../../evaluate/embedding/require-measurable.ts';
import { type EmbeddingReport, embeddingReport } from '../../evaluate/embedding-report.ts';
import { featuresIn } from '../../gallery/features-in.ts';
import { learnedPictures } from '../../stages/ending/learned-pictures.ts';
import { openWholeBundleSession } from '../bundles/bundle-session.ts';
import { type EmbeddingSession, openEmbeddingSession } from '../embedding/embedding-session.ts';
import { requireLabels } from '../fit/needs-labels.ts';
import { chosenNetwork, type NetworkOptions } from '../hub/chosen-network.ts';
import { namesNetwork } from '../hub/names-network.ts';
import { openDataset } from '../open-dataset.ts';
import { pictureFaults } from '../pictures/picture-faults.ts';
import type { WorkOptions } from '../work-options.ts';

/** Options of evaluating on classes never seen. */
export type EvaluateUnseenOptions = WorkOptions & FolderOptions & Pick<NetworkOptions, 'answers' | 'hub'>;

/** What `evaluate --unseen --json` prints: how good an embedding is on classes that it was not trained on. */
export type UnseenResult = EmbeddingReport & {
  /** The space in which similarity was measured: the gallery's, or that of the network's own embeddings. */
  readonly space: 'gallery' | 'backbone';
  readonly split: Part | 'all';
  readonly seconds: number;
  /** Pictures that were learned from or selected on. */
  readonly seen: number;
  /** Classes of these pictures that the bundle already knows. */
  readonly seenLabels: readonly string[];
  readonly skipped: readonly Skipped[];
};

/**
 * Measures an embedding on labelled pictures (test, else val, else all) of any classes. `path` is a bundle, measured in
 * its gallery's space where it has one, or a network, named as for `--backbone`. Throws what opening these and
 * openDataset throw, `empty` where no picture could be read, and `too-few` without two classes of which one has two
 * pictures.
 */
export async function evaluateUnseen(
  path: string,
  data: string,
  options: EvaluateUnseenOptions = {},
): Promise<UnseenResult> {
  const start = performance.now();
  const { seed = 0, progress, signal, warn } = options;
  progress?.({ stage: 'reading the data set', done: 0 });
  const dataset = await openDataset(data, { parts: options.parts });
  for (const remark of dataset.remarks) warn?.(remark);
  requireLabels(dataset, '--unseen', data);
  const { samples, part } = scoringPart(dataset);
  const labelled = samples.filter(isLabelled);
  requireFindable(classOrder(labelled.map(({ label }) => label)));
  const { session, space, vectorsOf, knows, hasSeen } = await openEmbedding(path, options, labelled.length);
  try {
    const embedded = requireSome(await session.embed(labelled));
    pictureFaults(labelled, [embedded], options.warn);
    const labels = embedded.samples.filter(isLabelled).map(({ label }) => label);
    const vectors = await vectorsOf(embedded.embeddings);
    const report = await embeddingReport(vectors, labels, { product: session.product, seed, progress, signal });
    return {
      ...report,
      space,
      split: part,
      seconds: (performance.now() - start) / 1000,
      seen: embedded.hashes.filter(hasSeen).length,
      seenLabels: [...new Set(labels)].filter(knows).sort(byCodePoint),
      skipped: embedded.skipped,
    };
  } finally {
    await session.close();
  }
}

/** An embedding to measure, of a bundle or a network. Close its session. */
type ScoredEmbedding = {
  readonly session: EmbeddingSession;
  readonly space: UnseenResult['space'];
  /** Embeddings [N, D] of the network to vectors [N, E] in the space that is measured. */
  vectorsOf(embeddings: Matrix): Promise<Matrix>;
  knows(label: string): boolean;
  /** Whether it has learned from the picture with this SHA-256. */
  hasSeen(hash: string): boolean;
};

function openEmbedding(path: string, options: EvaluateUnseenOptions, pictures: number): Promise<ScoredEmbedding> {
  return namesNetwork(path) ? ofNetwork(path, options, pictures) : ofBundle(path, options, pictures);
}

async function ofNetwork(path: string, options: EvaluateUnseenOptions, pictures: number): Promise<ScoredEmbedding> {
  const network = await chosenNetwork({ ...options, backbone: path });
  return {
    session: await openEmbeddingSession(network, { ...options, pictures }),
    space: 'backbone',
    vectorsOf: async (embeddings) => embeddings,
    knows: () => false,
    hasSeen: learnedPictures(network.bytes),
  };
}

async function ofBundle(path: string, options: EvaluateUnseenOptions, pictures: number): Promise<ScoredEmbedding> {
  const { bundle, session } = await openWholeBundleSession(path, { ...options, pictures });
  const { gallery, classifier } = bundle;
  const known = new Set([...(gallery?.entries ?? []).map(({ label }) => label), ...(classifier?.classes ?? [])]);
  const [byBundle, byNetwork] = [seenPictures(bundle), learnedPictures(bundle.backbone)];
  return {
    session,
    space: gallery ? 'gallery' : 'backbone',
    vectorsOf: async (embeddings) => (gallery ? featuresIn(gallery, embeddings, session.product) : embeddings),
    knows: (label) => known.has(label),
    hasSeen: (hash) => byBundle.has(hash) || byNetwork(hash),
  };
}
