import { internalError } from '../../base/error.ts';
import { matMul, mul, normalised, sum, transpose } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { distancesOf } from '../comparisons.ts';
import type { Regulariser } from './regulariser.ts';

/**
 * Half the mean distance between the centres of a class, so that a class keeps no more centres than it has looks (Qian
 * et al. 2019). On unit vectors w, [C, K, D]:
 *   sum_c sum_(k < l) |w_ck - w_cl| / (C K (K - 1))
 * 0 to 1, and 0 with one centre a class. The paper's weight is 0.2; more merges all centres. Throws `internal` without
 * centres.
 */
export function sparseCentres(): Regulariser {
  return {
    needs: 'centres',
    value: ({ centres }) => {
      if (!centres) throw internalError('no centres to make sparse');
      const [classes, perClass] = sizes(centres.shape);
      const unit = normalised(centres);
      const distances = distancesOf({ similarities: matMul(unit, transpose(unit)) }); // [C, K, K]
      return mul(
        sum(mul(distances, pairsOnce(centres, perClass))),
        1 / (classes * perClass * Math.max(1, perClass - 1)),
      );
    },
  };
}

/** 1 above the diagonal, else 0, [K, K]. */
function pairsOnce({ graph, type }: Value, count: number): Value {
  const ones = Float32Array.from({ length: count ** 2 }, (_, i) => (Math.floor(i / count) < i % count ? 1 : 0));
  return graph.constant(ones, { shape: [count, count], type });
}
