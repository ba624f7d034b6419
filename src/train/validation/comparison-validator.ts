import type { EvaluationPairs } from '../../data/annotations/evaluation-pairs.ts';
import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { Activations } from '../batches/activations.ts';
import { comparisonScores } from './comparison-scores.ts';
import type { EmbeddingValidator } from './embedding-validator.ts';
import { networkOutputs, type ValidatedNetwork } from './network-outputs.ts';

/** What is judged, and what it is asked of which pictures. */
export type ComparisonValidatorTask = ValidatedNetwork & {
  /** Pictures that are not learned from. */
  readonly heldOut: Activations;
  /** About them, by their numbers. */
  readonly evaluationPairs: EvaluationPairs;
};

/** Loads a judge by what is known of pictures where they have no classes: its validations are those of `answered`. */
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
