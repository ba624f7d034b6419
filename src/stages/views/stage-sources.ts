import { DiscernError } from '../../base/error.ts';
import type { ProgressOptions } from '../../base/progress.ts';
import { presets } from '../../images/augment/presets.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import type { Activations } from '../../train/batches/activations.ts';
import type { LearnableNetwork } from '../../train/cost/learnable-network.ts';
import type { Machine } from '../machine.ts';
import { freshActivations, keepViews, keptActivations, type Numbering } from './keep-views.ts';

/** Pictures, their classes as numbers, the name under which their activations are kept, and which views are meant. */
export type NamedPictures = {
  readonly paths: readonly string[];
  readonly labels: Int32Array;
  readonly name: string;
  readonly numbering: Numbering;
};

/** Where and how activations are computed. */
export type SourceTools = ProgressOptions &
  Pick<Machine, 'views' | 'openRecords'> & {
    /** Threads that draw views; absent: as `views` sees fit. */
    readonly threads?: number | undefined;
  };

/** Where the activations of a stage come from. Threads start when they are first needed. */
export type StageSources = {
  /** Computes this many views of each picture and keeps them. */
  keep(pictures: NamedPictures, views: number): Promise<Activations>;
  /** Views that are computed each time they are asked for. */
  fresh(pictures: NamedPictures): Promise<Activations>;
  /** Ends the threads that `keep` needs; what is kept can still be read. */
  endThreads(): Promise<void>;
  close(): Promise<void>;
};

/** Sources of activations at the cut of this number. */
export function stageSources(
  place: number,
  { network, plan }: { readonly network: LearnableNetwork; readonly plan: TrainingPlan },
  { views: port, openRecords, threads, ...watch }: SourceTools,
): StageSources {
  const cut = network.cuts[place];
  const trunk = network.trunk(cut);
  const { preprocessing } = network.card;
  const setting = { preprocessing, preset: presetNamed(plan.preset), seed: plan.seed, threads };
  const source = onDemand(() => port.through(trunk, setting));
  const closing = [source.close];
  const { shape } = cut;
  return {
    async keep({ name, paths, labels, numbering }, views) {
      // Named for the cut, so that stages share what they have in common.
      const records = await openRecords(`${name}-${place}-${views}.f16`, cut.size);
      closing.push(() => records.close());
      await keepViews(await source.open(), records, { paths, views, numbering }, watch);
      return keptActivations(records, { views, labels, shape });
    },
    async fresh(pictures) {
      if (trunk !== null) return freshActivations(await source.open(), { ...pictures, shape });
      await source.close();
      const repeated = await port.repeated(pictures, setting, watch);
      closing.push(() => repeated.close());
      return freshActivations(repeated, { ...pictures, shape });
    },
    endThreads: source.close,
    close: async () => void (await Promise.all(closing.map((each) => each()))),
  };
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
