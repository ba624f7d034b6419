import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import type { Watch } from '../../base/progress.ts';
import { presets } from '../../images/augment/presets.ts';
import { shortSideFor } from '../../images/framing.ts';
import { type Activations, bothActivations } from '../../learn/activations.ts';
import type { Cut, LearnableNetwork } from '../../learn/learnable-network.ts';
import type { LoadOptions } from '../../runtime/runtime.ts';
import { type AugmentPool, augmentPool } from './augment-pool.ts';
import { freshActivations, freshPictures, keepViews, keptActivations } from './keep-views.ts';
import { storePixels } from './pixel-store.ts';
import { openRecordFile } from './record-file.ts';
import type { TrainingPlan } from './training-plan.ts';
import { viewPool } from './view-pool.ts';
import type { WorkingFolder } from './working-folder.ts';

/** Pictures with their classes as numbers. */
export type LabelledPaths = { readonly paths: readonly string[]; readonly labels: Int32Array };

/** What a stage is given of pictures. Close it. */
export type StageViews = {
  readonly cut: Cut;
  readonly learned: Activations;
  readonly selection: { readonly judges: Activations; readonly references: Activations } | null;
  close(): Promise<void>;
};

/** What stage views are made of. */
export type StageViewsTask = {
  readonly network: LearnableNetwork;
  readonly plan: TrainingPlan;
  readonly learned: LabelledPaths;
  readonly judges: LabelledPaths | null;
};

type Tools = Watch & LoadOptions & { readonly folder: WorkingFolder };

/** Learned pictures of a class that stand for it when nearest means are judged; and of all classes together. */
const referencesPerClass = 8;
const mostReferences = 600;

/**
 * Computes what a stage needs before it can learn: the kept views of what is learned, and the plain views of what it
 * is judged by. Threads live on only where every epoch has new views.
 */
export async function openStageViews(index: number, task: StageViewsTask, tools: Tools): Promise<StageViews> {
  const { network, plan, learned, judges } = task;
  const stage = plan.stages[index];
  const place = cutPlace(network, stage.cut);
  const cut = network.cuts[place];
  const pool = await viewPool({
    preprocessing: network.card.preprocessing,
    preset: presetNamed(plan.preset),
    seed: plan.seed,
    trunk: network.trunk(cut),
    threads: tools.threads,
  });
  const closing: (() => Promise<void>)[] = [pool.close];
  const { shape } = cut;
  // Named for the cut, so that stages share what they have in common.
  const keep = async (name: string, pictures: LabelledPaths, views: number) => {
    const file = await openRecordFile(join(tools.folder.path, `${name}-${place}-${views}.f16`), cut.size);
    closing.push(file.close);
    await keepViews(pool, file, { paths: pictures.paths, views }, tools);
    return keptActivations(file, { views, labels: pictures.labels, shape });
  };
  const fresh = async (name: string, pictures: LabelledPaths) => {
    if (network.trunk(cut) !== null) return freshActivations(pool, { ...pictures, shape });
    const pictured = await picturePoolOf(name, pictures.paths, task, tools);
    closing.push(pictured.close);
    return freshPictures(pictured, { ...pictures, shape });
  };
  const given = (name: string, pictures: LabelledPaths) =>
    stage.views === null ? fresh(name, pictures) : keep(name, pictures, stage.views);
  const close = async () => void (await Promise.all(closing.map((each) => each())));
  try {
    const judged = stage.on === 'train' && judges;
    const selection = judged
      ? {
          judges: await keep('judges', judged, 1),
          references: await keep('references', referencesOf(learned, plan.data.classes), 1),
        }
      : null;
    const train = await given('learned', learned);
    const more = stage.on === 'all' && judges ? bothActivations(train, await given('spared', judges)) : train;
    if (stage.views !== null) await Promise.all(closing.splice(0, 1).map((each) => each()));
    return { cut, learned: more, selection, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Decoded pictures may take so much room on disk; where they would take more, every epoch decodes anew. */
const mostStoredBytes = 4 * 2 ** 30;

/** Threads that make views of pictures, which were decoded once where there is room for that. */
async function picturePoolOf(
  name: string,
  paths: readonly string[],
  { network, plan }: StageViewsTask,
  { folder, threads, ...watch }: Tools,
): Promise<AugmentPool> {
  const { preprocessing } = network.card;
  const options = { shortSidePx: shortSideFor(preprocessing), mostBytes: mostStoredBytes };
  const store = await storePixels(paths, join(folder.path, `${name}.pixels`), options, watch);
  return augmentPool({ preset: presetNamed(plan.preset), preprocessing, seed: plan.seed, store, threads });
}

/** The first few of every class. */
function referencesOf({ paths, labels }: LabelledPaths, classes: number): LabelledPaths {
  const most = Math.max(1, Math.min(referencesPerClass, Math.floor(mostReferences / classes)));
  const counts = new Int32Array(classes);
  const chosen = Array.from(labels, (_, i) => i).filter((i) => counts[labels[i]]++ < most);
  return { paths: chosen.map((i) => paths[i]), labels: Int32Array.from(chosen, (i) => labels[i]) };
}

function cutPlace({ cuts, card }: LearnableNetwork, name: string): number {
  const place = cuts.findIndex((each) => each.name === name);
  if (place >= 0) return place;
  throw new DiscernError('bad-data', `${card.name} cannot be cut at ${name}`, {
    given: `a plan with the cut ${name}`,
    expected: `one of ${cuts.map((each) => each.name).join(', ')}`,
    todo: 'give the plan that was made for this network',
  });
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
