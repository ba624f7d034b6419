import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { State } from '../../steps/state.ts';
import type { Activations } from '../batches/activations.ts';
import type { Validation } from '../loop/history.ts';
import { type JudgedNetwork, judgedOutputs } from './judged-outputs.ts';
import { judged } from './judged-rows.ts';

/** What is judged, and on what. */
export type JudgeTask = JudgedNetwork & {
  readonly classes: number;
  /** Pictures that are not learned from. */
  readonly judges: Activations;
  /** Pictures that are, and stand for their classes. */
  readonly references: Activations;
};

/** Judges weights by pictures that they were not learned from. */
export type EmbeddingJudge = {
  /** Throws `interrupted` when the signal is aborted between two batches. */
  validate(weights: State, signal?: AbortSignal): Promise<Validation>;
  /** What a validation lacks, smaller is better: chooses the best epoch. */
  shortfall(validation: Validation): number;
  dispose(): Promise<void>;
};

/**
 * Loads a judge by classes, which gives `loss` (mean negative log-likelihood at the best of some temperatures), `accuracy` of
 * the classifier, and `nearest`: the share whose nearest class mean, of the references' embeddings, is their own.
 */
export async function embeddingJudge(
  task: JudgeTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingJudge> {
  const outputs = await judgedOutputs(task, loading);
  return {
    validate: async (weights, signal) => {
      const references = await outputs.of(task.references, weights, signal);
      const own = await outputs.of(task.judges, weights, signal);
      return judged(
        { ...own, labels: task.judges.labels },
        { ...references, labels: task.references.labels },
        task.classes,
      );
    },
    shortfall,
    dispose: outputs.dispose,
  };
}

/** What both approaches lack, classifier and nearest mean; among equals the loss decides. */
export function shortfall({ accuracy, nearest, loss }: Validation): number {
  return 1 - (accuracy + nearest) / 2 + 1e-4 * loss;
}
