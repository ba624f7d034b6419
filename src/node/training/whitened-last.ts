import { sha256 } from '../../base/hash.ts';
import { random } from '../../base/random.ts';
import type { LearnableNetwork } from '../../learn/learnable-network.ts';
import { startedIn, whitenedStart } from '../../learn/projections/whitened-start.ts';
import { retrieved } from '../../learn/retrieved.ts';
import { whitenedEnd } from '../../learn/whitened-end.ts';
import type { Interval } from '../../metrics/interval.ts';
import type { WorkOptions } from '../work-options.ts';
import { openWorkshop } from '../workshop.ts';
import type { LearnedNetwork } from './learn-stages.ts';
import { somePictures } from './some-pictures.ts';
import type { JudgingPaths, LabelledPaths } from './stage-views.ts';
import { trainedCard } from './trained-file.ts';
import type { TrainingPlan } from './training-plan.ts';

/** What whitening made of recall@1 among the classes that judge. */
export type Whitening = {
  readonly before: number;
  readonly after: number;
  /** 95 % interval of what was taken, which is the better of both. */
  readonly interval: Interval;
};

/** Whether it was taken. */
export function isWhitened(whitening: Whitening | null): whitening is Whitening {
  return whitening !== null && whitening.after > whitening.before;
}

/** Pictures that the space is found by: less of a backbone, which takes ten times as long for each. */
const most = { backbone: { pictures: 4000, perClass: 40 }, fresh: { pictures: 20_000, perClass: 100 } } as const;

/**
 * What was learned, whitened by the classes that were, where those that judge, which were not, are told apart better so.
 * What is learned by classes has no reason to be round within others; a closed form sees to that.
 */
export async function whitenedLast(
  network: LearnableNetwork,
  learned: LearnedNetwork,
  pictures: { readonly plan: TrainingPlan; readonly learned: LabelledPaths; readonly judges: JudgingPaths },
  { cacheFolder, ...options }: WorkOptions,
): Promise<{ readonly learned: LearnedNetwork; readonly whitening: Whitening | null }> {
  const { plan, judges } = pictures;
  const kind = plan.network.architecture === null ? 'backbone' : 'fresh';
  const chosen = somePictures(pictures.learned.labels, most[kind], plan.seed);
  const bytes = network.written(learned.weights, learned.head, {});
  const facts = { file: null, cutPoints: [], sha256: await sha256(bytes), bytes: bytes.byteLength };
  const card = { ...trainedCard(network.card, plan), ...facts };
  const workshop = await openWorkshop({ card, bytes }, { ...options, pictures: chosen.length + judges.paths.length });
  try {
    const { product } = workshop;
    const embed = (paths: readonly string[]) =>
      workshop.embed(paths.map((path) => ({ path, label: null, part: null, group: null })));
    const known = await embed(chosen.map((index) => pictures.learned.paths[index]));
    const judging = await embed(judges.paths);
    const [gone] = [...known.skipped, ...judging.skipped];
    if (gone) {
      options.warn?.(`what was learned is not whitened, as ${gone.path} can no longer be read`);
      return { learned, whitening: null };
    }
    const identities = chosen.map((index) => pictures.learned.labels[index]);
    const tools = { random: random(plan.seed, 'whitened last'), product };
    const space = await whitenedStart(known.embeddings, identities, plan.dimensions, tools);
    if (space === null) return { learned, whitening: null };
    const strange = { labels: judges.labels, classes: judges.strangeClasses ?? 0 };
    const { embeddings } = judging;
    const before = await retrieved({ ...strange, embeddings }, product);
    const after = await retrieved({ ...strange, embeddings: await startedIn(space, embeddings, product) }, product);
    const { low, high } = after.recallAt1 > before.recallAt1 ? after : before;
    const whitening: Whitening = { before: before.recallAt1, after: after.recallAt1, interval: [low, high] };
    return { learned: isWhitened(whitening) ? { ...learned, ...whitenedEnd(learned, space) } : learned, whitening };
  } finally {
    await workshop.close();
  }
}
