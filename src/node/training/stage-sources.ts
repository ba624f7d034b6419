import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import type { Watch } from '../../base/progress.ts';
import { presets } from '../../images/augment/presets.ts';
import { shortSideFor } from '../../images/framing.ts';
import type { LoadOptions } from '../../runtime/runtime.ts';
import type { Activations } from '../../train/batches/activations.ts';
import type { LearnableNetwork } from '../../train/cost/learnable-network.ts';
import { freeBytes } from '../free-bytes.ts';
import { type AugmentPool, augmentPool } from './augment-pool.ts';
import { freshActivations, freshPictures, keepViews, keptActivations, type Numbering } from './keep-views.ts';
import { storePixels } from './pixel-store.ts';
import { openRecordFile } from './record-file.ts';
import type { TrainingPlan } from './training-plan.ts';
import { viewPool } from './view-pool.ts';
import type { WorkingFolder } from './working-folder.ts';

/** Pictures, their classes as numbers, the name of their files in the working folder, and which views are meant. */
export type NamedPictures = {
  readonly paths: readonly string[];
  readonly labels: Int32Array;
  readonly name: string;
  readonly numbering: Numbering;
};

/** Where and how work is done. */
export type SourceTools = Watch & LoadOptions & { readonly folder: WorkingFolder };

/** Where the activations of a stage come from. Threads start when they are first needed. */
export type StageSources = {
  /** Computes so many views of each and keeps them on disk. */
  keep(pictures: NamedPictures, views: number): Promise<Activations>;
  /** Views that are made when they are asked for. */
  fresh(pictures: NamedPictures): Promise<Activations>;
  /** Ends the threads that `keep` needs; what is kept can still be read. */
  endThreads(): Promise<void>;
  close(): Promise<void>;
};

/** Sources of activations at the cut of this number. */
export function stageSources(
  place: number,
  { network, plan }: { readonly network: LearnableNetwork; readonly plan: TrainingPlan },
  { folder, threads, ...watch }: SourceTools,
): StageSources {
  const cut = network.cuts[place];
  const trunk = network.trunk(cut);
  const { preprocessing } = network.card;
  const how = { preprocessing, preset: presetNamed(plan.preset), seed: plan.seed, threads };
  const pool = onDemand(() => viewPool({ ...how, trunk }));
  const closing = [pool.close];
  const { shape } = cut;
  return {
    async keep({ name, paths, labels, numbering }, views) {
      // Named for the cut, so that stages share what they have in common.
      const file = await openRecordFile(join(folder.path, `${name}-${place}-${views}.f16`), cut.size);
      closing.push(file.close);
      await keepViews(await pool.open(), file, { paths, views, numbering }, watch);
      return keptActivations(file, { views, labels, shape });
    },
    async fresh(pictures) {
      if (trunk !== null) return freshActivations(await pool.open(), { ...pictures, shape });
      await pool.close();
      const pictured = await picturePoolOf(pictures, how, { folder, ...watch });
      closing.push(pictured.close);
      return freshPictures(pictured, { ...pictures, shape });
    },
    endThreads: pool.close,
    close: async () => void (await Promise.all(closing.map((each) => each()))),
  };
}

/** Decoded pictures may take so much room on disk, and half of what is free; else every epoch decodes anew. */
const mostStoredBytes = 4 * 2 ** 30;

/** Threads that make views of pictures, which were decoded once where there is room for that. */
async function picturePoolOf(
  { name, paths }: NamedPictures,
  how: Parameters<typeof augmentPool>[0],
  { folder, ...watch }: SourceTools,
): Promise<AugmentPool> {
  const mostBytes = Math.min(mostStoredBytes, (await freeBytes(folder.path)) / 2);
  const options = { shortSidePx: shortSideFor(how.preprocessing), mostBytes };
  const store = await storePixels(paths, join(folder.path, `${name}.pixels`), options, watch);
  return augmentPool({ ...how, store });
}

/** Something that is opened when it is first asked for, and at most once until it is closed. */
function onDemand<Opened extends { close(): Promise<void> }>(start: () => Promise<Opened>) {
  let opening: Promise<Opened> | null = null;
  return {
    open(): Promise<Opened> {
      opening ??= start();
      return opening;
    },
    async close(): Promise<void> {
      const opened = opening?.catch(() => null);
      opening = null;
      await (await opened)?.close();
    },
  };
}

function presetNamed(name: string): keyof typeof presets {
  const known = Object.keys(presets) as (keyof typeof presets)[];
  const found = known.find((each) => each === name);
  if (found) return found;
  throw new DiscernError('bad-data', `there is no preset ${name}`, {
    given: `a plan with the preset ${name}`,
    expected: `one of ${known.join(', ')}`,
    todo: 'correct the plan, or make it anew',
  });
}
