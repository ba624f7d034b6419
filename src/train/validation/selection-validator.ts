import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import type { EmbeddingTask, Selection } from '../embedding-task.ts';
import { comparisonValidator } from './comparison-validator.ts';
import { type EmbeddingValidator, embeddingValidator } from './embedding-validator.ts';
import { newClassValidator } from './new-class-validator.ts';

/** The validator that scores weights on a selection: by classes, by pairs, or by new classes. */
export function selectionValidator(
  {
    validationNetwork,
    batchNorm,
    head,
    classes,
    selection,
  }: Pick<EmbeddingTask, 'validationNetwork' | 'batchNorm' | 'head' | 'classes'> & { readonly selection: Selection },
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingValidator> {
  const validated = { network: validationNetwork, batchNorm, head };
  if ('unseen' in selection) return newClassValidator({ ...validated, ...selection }, loading);
  if ('evaluationPairs' in selection) return comparisonValidator({ ...validated, ...selection }, loading);
  return embeddingValidator({ ...validated, ...selection, classes }, loading);
}
