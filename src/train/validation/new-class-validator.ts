import { type Product, productFor } from '../../linalg/product.ts';
import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { Activations } from '../batches/activations.ts';
import type { EmbeddingValidator } from './embedding-validator.ts';
import { networkOutputs, type ValidatedNetwork } from './network-outputs.ts';
import { retrieved } from './retrieval-scores.ts';

/** The network to validate, and pictures of classes that are not in training. */
export type NewClassValidatorTask = ValidatedNetwork & {
  /** Pictures of classes that are not in training; the labels number these classes, 0 .. classes - 1. */
  readonly unseen: Activations;
  readonly classes: number;
  /** Absent: a new one is made. */
  readonly product?: Product;
};

/** Makes a validator for pictures of unseen classes. Its validations are those of `retrieved`. */
export async function newClassValidator(
  { unseen, classes, product: given, ...validated }: NewClassValidatorTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingValidator> {
  const outputs = await networkOutputs(validated, loading);
  const product = given ?? productFor(loading.runtime);
  return {
    validate: async (weights, signal) => {
      const { embeddings } = await outputs.of(unseen, weights, signal);
      return retrieved({ embeddings, labels: unseen.labels, classes }, product);
    },
    selectionLoss: ({ loss, recallAt1 }) => 1 - recallAt1 + 1e-4 * loss,
    dispose: outputs.dispose,
  };
}
