import { DiscernError } from '../../base/error.ts';
import { and, greaterOrEqual } from '../../graph/ops.ts';
import { sizes } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';
import { counting, onlyTriplets, withLargest, withSmallest } from './choice.ts';
import type { Miner } from './miner.ts';

/**
 * Each anchor's farthest positive and nearest negative among the remembered embeddings, which stand behind the batch
 * (Wang et al. 2020; cross-batch-memory.ts). Harder than a batch can be, with the memory use of one positive. An anchor
 * gets nothing until the memory holds a positive and a negative of it. Its triplets are exactly those of
 * pytorch-metric-learning's BatchHardMiner with the memory as references. Throws `misused` without a memory.
 */
export function hardestWithinMemory(): Miner {
  return { draws: false, remembers: true, mine: hardestRemembered };
}

function hardestRemembered(comparisons: Comparisons): Comparisons {
  const { similarities } = comparisons;
  const [anchors, others] = sizes(similarities.shape);
  if (others <= anchors) throw withoutMemory();
  const places = Float32Array.from({ length: others }, (_, i) => i);
  const remembered = greaterOrEqual(similarities.graph.constant(places, { shape: [1, others] }), anchors);
  const { positive, negative } = counting(comparisons);
  const chosen = {
    positive: withSmallest(similarities, and(positive, remembered)),
    negative: withLargest(similarities, and(negative, remembered)),
  };
  return { ...onlyTriplets(comparisons, chosen), mostPositives: 1 };
}

function withoutMemory(): DiscernError {
  return new DiscernError('misused', 'the miner chooses among remembered embeddings, and there are none', {
    given: 'the miner hardestWithinMemory without a cross-batch memory',
    expected: 'a cross-batch memory',
    todo: 'learn with a memory, or choose the miner batchHard',
  });
}
