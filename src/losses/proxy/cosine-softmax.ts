import { mul, reshape } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { crossEntropy } from '../cross-entropy.ts';
import type { ClassLoss, ClassLossGiven } from '../loss.ts';
import { cosines } from './cosines.ts';
import { withOwn } from './own-class.ts';
import { proxies } from './proxies.ts';

/** What tells one softmax over cosines from another. */
export type CosineSoftmaxOptions = {
  /** What cosines are multiplied by: one over the temperature. */
  readonly scale: number;
  /** Share of certainty given to all classes alike, 0..1; 0 where absent. */
  readonly labelSmoothing?: number;
  /** Makes the cosine with a sample's own class harder to satisfy, [B, 1] to [B, 1]; absent: as it is. */
  readonly own?: (cosine: Value) => Value;
  /** Proxies of each class, 1 where absent, and the cosine with a class from those with its proxies. */
  readonly centres?: { readonly count: number; readonly cosine: (ofCentres: Value) => Value };
};

/** A class loss that is one number. */
export type CosineSoftmax = Omit<ClassLoss, 'value'> & { value(given: ClassLossGiven): Value };

/**
 * Cross-entropy of softmax(scale cos(x, p)) over one proxy p or several per class, the skeleton of most losses that
 * compare with classes. `centres.cosine` gets [B, C, K] and gives [B, C].
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
