import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { State } from '../../steps/state.ts';
import type { Activations } from '../batches/activations.ts';
import type { Validation } from '../loop/history.ts';
import { classificationScores } from './classification-scores.ts';
import { networkOutputs, type ValidatedNetwork } from './network-outputs.ts';

/** What is judged, and on what. */
export type EmbeddingValidatorTask = ValidatedNetwork & {
  readonly classes: number;
  /** Pictures that are not learned from. */
  readonly heldOut: Activations;
  /** Pictures that are, and stand for their classes. */
  readonly references: Activations;
};

/** Judges weights by pictures that they were not learned from. */
export type EmbeddingValidator = {
  /** Throws `interrupted` when the signal is aborted between two batches. */
  validate(weights: State, signal?: AbortSignal): Promise<Validation>;
  /** What a validation lacks, smaller is better: chooses the best epoch. */
  selectionLoss(validation: Validation): number;
  dispose(): Promise<void>;
};

/**
 * Loads a judge by classes, which gives `loss` (mean negative log-likelihood at the best of some temperatures), `accuracy` of
 * the classifier, and `nearest`: the share whose nearest class mean, of the references' embeddings, is their own.
 */
export async function embeddingValidator(
  task: EmbeddingValidatorTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingValidator> {
  const outputs = await networkOutputs(task, loading);
  return {
    validate: async (weights, signal) => {
      const references = await outputs.of(task.references, weights, signal);
      const own = await outputs.of(task.heldOut, weights, signal);
      return classificationScores(
        { ...own, labels: task.heldOut.labels },
        { ...references, labels: task.references.labels },
        task.classes,
      );
    },
    selectionLoss,
    dispose: outputs.dispose,
  };
}

/** What both approaches lack, classifier and nearest mean; among equals the loss decides. */
export function selectionLoss({ accuracy, nearest, loss }: Validation): number {
  return 1 - (accuracy + nearest) / 2 + 1e-4 * loss;
}
