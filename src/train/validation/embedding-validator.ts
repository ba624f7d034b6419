import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { State } from '../../steps/state.ts';
import type { Activations } from '../batches/activations.ts';
import type { Validation } from '../loop/history.ts';
import { classificationScores } from './classification-scores.ts';
import { networkOutputs, type ValidatedNetwork } from './network-outputs.ts';

/** The network to validate, and the pictures. */
export type EmbeddingValidatorTask = ValidatedNetwork & {
  readonly classes: number;
  /** Pictures that are not in training. */
  readonly heldOut: Activations;
  /** Training pictures whose embeddings give the class means. */
  readonly references: Activations;
};

/** Scores weights of a network on held-out pictures. */
export type EmbeddingValidator = {
  /** Throws `interrupted` when the signal is aborted between two batches. */
  validate(weights: State, signal?: AbortSignal): Promise<Validation>;
  /** The score that chooses the best epoch; smaller is better. */
  selectionLoss(validation: Validation): number;
  dispose(): Promise<void>;
};

/** Makes a validator for held-out pictures of known classes. Its validations are those of `classificationScores`. */
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

/** 1 minus the mean of classifier accuracy and nearest-mean accuracy; the loss breaks ties. */
export function selectionLoss({ accuracy, nearest, loss }: Validation): number {
  return 1 - (accuracy + nearest) / 2 + 1e-4 * loss;
}
