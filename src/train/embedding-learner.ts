import type { Values } from '../graph/value.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import { fedLearner } from './batches/fed-learner.ts';
import { viewFeed } from './batches/view-feed.ts';
import { type EmbeddingTask, embeddingObjective } from './embedding-task.ts';
import type { Learner } from './loop/learner.ts';

/** With what a learner is made. `steps`: its step graph, where it was built before. */
export type LearnerTools = LoadOptions & {
  readonly runtime: Runtime;
  readonly seed: number;
  readonly steps?: Values | undefined;
};

/** The learner of a task: its step graph, loaded and fed with views of its pictures. It trains, or is only timed. */
export function embeddingLearner(
  task: Omit<EmbeddingTask, 'validationNetwork' | 'selection' | 'epochs' | 'learningRate'>,
  { seed, runtime, ...loading }: LearnerTools,
): Promise<Learner> {
  const { learned, views, batch, perClass, accumulationSteps = 1 } = task;
  const atOnce = batch / accumulationSteps;
  const relationBatches = task.relationBatches ? { ...task.relationBatches, atOnce } : null;
  const drawsAmong = task.head.draws ? atOnce : null;
  const feed = viewFeed(learned, { views, batch, perClass, relationBatches, drawsAmong, seed });
  return fedLearner(embeddingObjective(task), feed, runtime, loading);
}
