import { mul, reshape } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { crossEntropy } from '../cross-entropy.ts';
import type { ClassLoss, ClassLossGiven } from '../loss.ts';
import { cosines } from './cosines.ts';
import { withOwn } from './own-class.ts';
import { proxies } from './proxies.ts';

/** Options of cosineSoftmax: how one loss made with it differs from another. */
export type CosineSoftmaxOptions = {
  /** Multiplies cosines, above 0: one over the temperature. */
  readonly scale: number;
  /** Label smoothing, 0..1; 0 where absent. */
  readonly labelSmoothing?: number;
  /** Makes the cosine with a sample's own class smaller, [B, 1] -> [B, 1]; absent: unchanged. */
  readonly own?: (cosine: Value) => Value;
  /**
   * Several proxies of each class: how many, K, and the cosine with a class from those with its proxies, [B, C, K] ->
   * [B, C]. Absent: one.
   */
  readonly centres?: { readonly count: number; readonly cosine: (ofCentres: Value) => Value };
};

/** A class loss whose value is a single number, without statistics. */
export type CosineSoftmax = Omit<ClassLoss, 'value'> & { value(given: ClassLossGiven): Value };

/**
 * Cross-entropy of softmax(scale cos(x, p)), with one proxy p or several for each class: the skeleton of most class
 * losses.
 */
export function cosineSoftmax({ scale, labelSmoothing, own, centres }: CosineSoftmaxOptions): CosineSoftmax {
  const surprise = crossEntropy(labelSmoothing === undefined ? {} : { labelSmoothing });
  const toClasses = ({ embeddings, weights }: ClassLossGiven) => {
    const all = cosines(embeddings, weights.proxies);
    return centres ? centres.cosine(perClass(all, centres.count)) : all;
  };
  return {
    needs: 'labels',
    parameters: (size) => [proxies(size, centres?.count)],
    value: (given) => {
      const { labels } = given;
      const similarities = toClasses(given);
      return surprise.value({
        logits: mul(own ? withOwn(similarities, labels, own) : similarities, scale),
        labels,
      });
    },
  };
}

/** [B, C K] to [B, C, K]. */
function perClass(similarities: Value, count: number): Value {
  const [batch, all] = sizes(similarities.shape);
  return reshape(similarities, [batch, all / count, count]);
}
