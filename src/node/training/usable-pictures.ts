import type { NetworkFile } from '../../backbones/network-file.ts';
import { counted } from '../../base/figures.ts';
import { isLabelled } from '../../data/classes-of.ts';
import type { LabelledSample, Sample } from '../../data/dataset.ts';
import { type Embedded, noneRead, requireSome } from '../../data/embedding/embedded.ts';
import { validationFifth } from '../../data/splits/split-dataset.ts';
import { holdOut } from '../../fit/held-out/hold-out.ts';
import { type LearningSet, requireEnough } from '../../plan/learning-set.ts';
import type { UsablePictures } from '../../plan/usable-pictures.ts';
import { openEmbeddingSession } from '../embedding/embedding-session.ts';
import { pictureFaults } from '../pictures/picture-faults.ts';
import type { WorkOptions } from '../work-options.ts';
import { readablePictures } from './readable-pictures.ts';

/**
 * For a backbone: embeds every picture once, so that near duplicates are never split, as in `fit`. Throws `empty` where
 * none can be read, and `too-few` where hardly any can.
 */
export async function usableByNetwork(
  { train, val }: LearningSet,
  network: NetworkFile,
  options: WorkOptions,
): Promise<UsablePictures> {
  const session = await openEmbeddingSession(network, { ...options, pictures: train.length + (val?.length ?? 0) });
  try {
    const learned = await session.embed(train);
    requireSome(learned);
    requireEnough(labelledIn(learned), null, learned.skipped.length);
    const read = val && (await session.embed(val));
    pictureFaults([...train, ...(val ?? [])], [learned, ...(read ? [read] : [])], options.warn);
    const given = read && unlearned(read, learned.hashes, options.warn);
    const parts = given ? { train: learned, val: given } : await holdOut(learned, options.seed ?? 0, session.product);
    return {
      learned: labelledIn(parts.train),
      heldOut: labelledIn(parts.val),
      annotatedSplit: null,
      selection: given ? 'val' : parts.val.samples.length > 0 ? 'fifth' : 'none',
      hashes: [...new Set([...learned.hashes, ...(given?.hashes ?? [])])].sort(),
      skipped: [...learned.skipped, ...(read?.skipped ?? [])],
    };
  } finally {
    await session.close();
  }
}

/**
 * For a network from scratch: decodes every picture once. Pictures are held out by class and group, and files of the
 * same bytes are never split (no network is there to find other near duplicates). Throws `empty` where none can be
 * read, and `too-few` where hardly any can.
 */
export async function usableFromScratch(
  { train, val }: LearningSet,
  { card }: NetworkFile,
  options: WorkOptions,
): Promise<UsablePictures> {
  const { seed = 0 } = options;
  const looked = await readablePictures([...train, ...(val ?? [])], card.preprocessing, options);
  const isRead = (sample: Sample) => looked.hashOf.has(sample);
  const learned = train.filter(isRead);
  if (learned.length === 0) throw noneRead(looked.skipped);
  requireEnough(learned, null, train.length - learned.length);
  const withHashes = (samples: readonly Sample[]) => {
    const read = samples.filter(isRead);
    return { samples: read, hashes: read.map((sample) => looked.hashOf.get(sample) ?? '') };
  };
  const [fromTrain, fromVal] = [withHashes(train), withHashes(val ?? [])];
  pictureFaults([...train, ...(val ?? [])], [fromTrain, fromVal], options.warn);
  const given = val && unlearned(fromVal, fromTrain.hashes, options.warn)?.samples;
  const copiesTogether = learned.map((sample) => ({
    ...sample,
    group: sample.group ?? looked.hashOf.get(sample) ?? null,
  }));
  const split = given ? [] : validationFifth(copiesTogether, seed, maxHeldOut);
  const drawn = (isHeld: boolean) => learned.filter((_, i) => (split[i].part === 'val') === isHeld);
  const held = given ?? drawn(true);
  return {
    learned: given ? learned : drawn(false),
    heldOut: held,
    annotatedSplit: null,
    selection: given ? 'val' : held.length > 0 ? 'fifth' : 'none',
    hashes: [...new Set(looked.hashOf.values())].sort(),
    skipped: looked.skipped,
  };
}

/** The most pictures held out: more make validation hardly more precise, and cannot be learned from. */
const maxHeldOut = 5000;

type Hashed = Pick<Embedded, 'samples' | 'hashes'>;

/** The val part without pictures that train has byte for byte, which would score too high; null where none is left. */
function unlearned(val: Hashed, learned: readonly string[], warn: WorkOptions['warn']): Hashed | null {
  const known = new Set(learned);
  const left = [...val.samples.keys()].filter((index) => !known.has(val.hashes[index]));
  const seen = val.samples.length - left.length;
  if (seen === 0) return val;
  const instead = left.length === 0 ? ': chosen by a fifth of train instead' : '';
  warn?.(`left out ${counted(seen, 'picture')} of val that train has byte for byte${instead}`);
  return left.length === 0
    ? null
    : { samples: left.map((i) => val.samples[i]), hashes: left.map((i) => val.hashes[i]) };
}

function labelledIn({ samples }: Pick<Embedded, 'samples'>): LabelledSample[] {
  return samples.filter(isLabelled);
}
