import type { EvaluationPairs } from '../../data/annotations/evaluation-pairs.ts';
import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { Activations } from '../batches/activations.ts';
import { comparisonScores } from './comparison-scores.ts';
import type { EmbeddingValidator } from './embedding-validator.ts';
import { networkOutputs, type ValidatedNetwork } from './network-outputs.ts';

/** The network to validate, and the evaluation pairs. */
export type ComparisonValidatorTask = ValidatedNetwork & {
  /** Pictures that are not in training. */
  readonly heldOut: Activations;
  /** Pairs and triplets of the held-out pictures, by index. */
  readonly evaluationPairs: EvaluationPairs;
};

/**
 * Makes a validator for held-out pictures without classes, by pairs and triplets. Its validations are those of
 * `comparisonScores`.
 */
export async function comparisonValidator(
  { heldOut, evaluationPairs, ...validated }: ComparisonValidatorTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingValidator> {
  const outputs = await networkOutputs(validated, loading);
  return {
    validate: async (weights, signal) =>
      comparisonScores((await outputs.of(heldOut, weights, signal)).embeddings, evaluationPairs),
    selectionLoss: ({ loss, verification = 0, ordered = 0 }) => 1 - (verification + ordered) + 1e-4 * loss,
    dispose: outputs.dispose,
  };
}
