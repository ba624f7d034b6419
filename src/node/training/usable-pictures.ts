import { asDiscernError } from '../../base/error.ts';
import { sha256 } from '../../base/hash.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { isLabelled } from '../../data/classes-of.ts';
import type { LabelledSample } from '../../data/dataset.ts';
import { type Embedded, noneRead, requireSome, type Skipped } from '../../data/embedded.ts';
import { mapInOrder } from '../../data/map-in-order.ts';
import { validationFifth } from '../../data/split-dataset.ts';
import { holdOut } from '../../fit/hold-out.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';
import { readFile } from '../files.ts';
import type { WorkOptions } from '../work-options.ts';
import { type Network, openWorkshop } from '../workshop.ts';
import { type LearningSet, requireEnough } from './learning-set.ts';
import type { TrainingPlan } from './training-plan.ts';
import { viewPool } from './view-pool.ts';

/** The pictures of a data set that can be read, parted for learning. */
export type UsablePictures = {
  readonly learned: readonly LabelledSample[];
  /** What chooses the best epoch; none where no picture can be spared. */
  readonly judges: readonly LabelledSample[];
  readonly selection: TrainingPlan['selection'];
  /** SHA-256 of all of them, each once, sorted. */
  readonly hashes: readonly string[];
  readonly skipped: readonly Skipped[];
};

/**
 * For a network that knows pictures: embeds all of them once, so that near duplicates stay on one side of what is held
 * out, as `fit` does it. Throws `empty` where none can be read, `too-few` where hardly any can.
 */
export async function usableByNetwork(
  { train, val }: LearningSet,
  network: Network,
  options: WorkOptions,
): Promise<UsablePictures> {
  const workshop = await openWorkshop(network, { ...options, pictures: train.length + (val?.length ?? 0) });
  try {
    const learned = await workshop.embed(train);
    requireSome(learned);
    requireEnough(labelledIn(learned), learned.skipped.length);
    const given = val && (await workshop.embed(val));
    const parts = given ? { train: learned, val: given } : await holdOut(learned, options.seed ?? 0, workshop.product);
    return {
      learned: labelledIn(parts.train),
      judges: labelledIn(parts.val),
      selection: given ? 'val' : parts.val.samples.length > 0 ? 'fifth' : 'none',
      hashes: [...new Set([...learned.hashes, ...(given?.hashes ?? [])])].sort(),
      skipped: [...learned.skipped, ...(given?.skipped ?? [])],
    };
  } finally {
    await workshop.close();
  }
}

/**
 * For a network from scratch: looks at every picture once; what is held out is drawn by class and group. Throws `empty`
 * where none can be read, `too-few` where hardly any can.
 */
export async function usableFromScratch(
  { train, val }: LearningSet,
  { card }: Network,
  options: WorkOptions,
): Promise<UsablePictures> {
  const { seed = 0 } = options;
  const looked = await readable([...train, ...(val ?? [])], card.preprocessing, options);
  const isRead = (sample: LabelledSample) => looked.hashOf.has(sample);
  const learned = train.filter(isRead);
  if (learned.length === 0) throw noneRead(looked.skipped);
  requireEnough(learned, train.length - learned.length);
  const split = val ? learned : validationFifth(learned, seed, mostJudges).filter(isLabelled);
  const held = val ? val.filter(isRead) : split.filter(({ part }) => part === 'val');
  return {
    learned: val ? learned : split.filter(({ part }) => part !== 'val'),
    judges: held,
    selection: val ? 'val' : held.length > 0 ? 'fifth' : 'none',
    hashes: [...new Set(looked.hashOf.values())].sort(),
    skipped: looked.skipped,
  };
}

/** More judges tell hardly more, and are lost to learning. */
const mostJudges = 5000;

type Found = { readonly sample: LabelledSample; readonly hash: string };

/** What was found of samples: the SHA-256 of each that can be read, and the others. */
type Looked = { readonly hashOf: ReadonlyMap<LabelledSample, string>; readonly skipped: readonly Skipped[] };

/** Which samples can be read, each decoded once. */
async function readable(
  samples: readonly LabelledSample[],
  preprocessing: Preprocessing,
  { threads, progress, signal }: WorkOptions,
): Promise<Looked> {
  const pool = await viewPool({ preprocessing, preset: 'none', seed: 0, trunk: null, threads });
  const look = async (sample: LabelledSample, stop: AbortSignal): Promise<Skipped | Found> => {
    try {
      const encoded = await readFile(sample.path);
      const hash = await sha256(encoded);
      await pool.viewsOf(encoded, { sample: 0, views: [0] });
      return { sample, hash };
    } catch (thrown) {
      throwIfAborted(stop);
      return { path: sample.path, error: asDiscernError(thrown).toJSON() };
    }
  };
  const hashOf = new Map<LabelledSample, string>();
  const skipped: Skipped[] = [];
  try {
    for await (const found of mapInOrder(samples, look, { window: 4 * pool.concurrency, signal })) {
      if ('error' in found) skipped.push(found);
      else hashOf.set(found.sample, found.hash);
      progress?.({ stage: 'looking at pictures', done: hashOf.size + skipped.length, total: samples.length });
    }
  } finally {
    await pool.close();
  }
  return { hashOf, skipped };
}

function labelledIn({ samples }: Pick<Embedded, 'samples'>): LabelledSample[] {
  return samples.filter(isLabelled);
}
