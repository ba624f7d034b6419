import type { Questions } from '../../data/supervision/questions-of.ts';
import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { Activations } from '../batches/activations.ts';
import { answered } from './answered.ts';
import type { EmbeddingJudge } from './embedding-judge.ts';
import { type JudgedNetwork, judgedOutputs } from './judged-outputs.ts';

/** What is judged, and what it is asked of which pictures. */
export type ComparisonJudgeTask = JudgedNetwork & {
  /** Pictures that are not learned from. */
  readonly judges: Activations;
  /** About them, by their numbers. */
  readonly questions: Questions;
};

/** Loads a judge by what is known of pictures where they have no classes: its validations are those of `answered`. */
export async function comparisonJudge(
  { judges, questions, ...judged }: ComparisonJudgeTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingJudge> {
  const outputs = await judgedOutputs(judged, loading);
  return {
    validate: async (weights, signal) => answered((await outputs.of(judges, weights, signal)).embeddings, questions),
    shortfall: ({ loss, verification = 0, ordered = 0 }) => 1 - (verification + ordered) + 1e-4 * loss,
    dispose: outputs.dispose,
  };
}
