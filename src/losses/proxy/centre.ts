import { add, gather, matMul, mean, mul, square, sub, sum, transpose } from '../../graph/ops.ts';
import { crossEntropy } from '../cross-entropy.ts';
import type { ClassLoss, ClassLossSize } from '../loss.ts';
import { proxies } from './proxies.ts';

/** Options of centre. */
export type CentreOptions = {
  /**
   * Weight of the distance to the centre, 0 or more. Too much shrinks all embeddings to one point; 0 is softmax. The
   * paper found 0.003 best, for squared lengths of embeddings as they are.
   */
  readonly nearness?: number;
};

/**
 * Centre loss with its softmax (Wen et al. 2016), for a classifier whose features are compared too. With trained
 * centres c, [C, D]
 *   mean_i (crossEntropy(W x_i + b, y_i) + nearness |x_i - c_yi|^2 / 2)
 * The softmax keeps the embeddings from collapsing. Lengths count. Never negative. The centres follow the gradient like
 * all weights; the paper has a rule of its own with the same aim.
 */
export function centre({ nearness = 0.003 }: CentreOptions = {}): ClassLoss {
  return {
    needs: 'labels',
    parameters: (size) => [proxies(size), zeros('bias', [size.classes]), centresOf(size)],
    value: ({ embeddings, labels, weights }) => {
      const logits = add(matMul(embeddings, transpose(weights.proxies)), weights.bias);
      const away = sum(square(sub(embeddings, gather(weights.centres, labels))), -1);
      return add(crossEntropy().value({ logits, labels }), mul(mean(away), nearness / 2));
    },
  };
}

function centresOf({ classes, dimensions }: ClassLossSize) {
  return zeros('centres', [classes, dimensions]);
}

function zeros(name: string, shape: readonly number[]) {
  const count = shape.reduce((product, size) => product * size, 1);
  return { name, shape, initial: new Float32Array(count), decay: false };
}
