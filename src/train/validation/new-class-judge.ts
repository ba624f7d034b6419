import { type Product, productFor } from '../../linalg/product.ts';
import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { Activations } from '../batches/activations.ts';
import type { EmbeddingJudge } from './embedding-judge.ts';
import { type JudgedNetwork, judgedOutputs } from './judged-outputs.ts';
import { retrieved } from './retrieved.ts';

/** What is judged, and on what. */
export type NewClassJudgeTask = JudgedNetwork & {
  /** Pictures of classes that are not learned, with these numbers as labels. */
  readonly strange: Activations;
  readonly classes: number;
  /** Absent: one of its own. */
  readonly product?: Product;
};

/** Loads a judge by classes that are not learned: its validations are those of `retrieved`. */
export async function newClassJudge(
  { strange, classes, product: given, ...judged }: NewClassJudgeTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingJudge> {
  const outputs = await judgedOutputs(judged, loading);
  const product = given ?? productFor(loading.runtime);
  return {
    validate: async (weights, signal) => {
      const { embeddings } = await outputs.of(strange, weights, signal);
      return retrieved({ embeddings, labels: strange.labels, classes }, product);
    },
    shortfall: ({ loss, recallAt1 }) => 1 - recallAt1 + 1e-4 * loss,
    dispose: outputs.dispose,
  };
}
