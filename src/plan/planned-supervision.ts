import { DiscernError } from '../base/error.ts';
import { annotatedWithin, kindsOf, supervisionBy } from '../data/annotations/annotated-pictures.ts';
import { type RelationSamplerOptions, richestSampler } from '../data/supervision/relation-samplers.ts';
import type { EmbeddingLoss } from '../losses/loss.ts';
import { needsLabels } from '../losses/metric-loss.ts';
import type { LearningSet } from './learning-set.ts';
import type { PlannedSupervision } from './training-plan.ts';
import type { AnnotatedSplit } from './usable-pictures.ts';

/**
 * How annotations are learned from. Throws `unsupported` for a loss on classes, and `too-few` where some batches would
 * hold nothing to learn from.
 */
export function plannedSupervision(
  { set, learned: count }: { readonly set: LearningSet; readonly learned: number },
  { annotated, apart }: AnnotatedSplit,
  { needs, ...drawing }: RelationSamplerOptions & Pick<EmbeddingLoss, 'needs'>,
): PlannedSupervision {
  if (needs === 'labels') throw needsLabels();
  const learned = annotatedWithin(
    annotated,
    Array.from({ length: count }, (_, picture) => picture),
  );
  const sampler = richestSampler(supervisionBy(learned), { ...drawing, needs });
  if (sampler === null) throw nothingToCompare(needs);
  const by = kindsOf(set.annotated?.annotations ?? annotated.annotations);
  return { by, differences: annotated.differences, sampler, apart };
}

function nothingToCompare(needs: 'pairs' | 'triplets'): DiscernError {
  const both = needs === 'pairs' ? 'pictures that are the same and pictures that differ' : 'anchors with one of each';
  return new DiscernError('too-few', 'some batches would have nothing to learn from', {
    given: 'few statements, about pictures that have little to do with each other',
    expected: `in every batch ${both}`,
    todo:
      'add statements, same and different, about the same pictures, ' +
      'or choose a loss on pairs, such as multiSimilarity',
  });
}
