import type { Matrix } from '../base/matrix.ts';
import { div, matMul, neg, normalised, pow, relu, sub, transpose } from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';
import type { Projection } from './projection.ts';

/** Features [N, E] of embeddings [N, D] of unit length, as nodes of their graph. `project` does the same on arrays. */
export function projectInGraph(embedding: Value, { power, mean, std, weights }: Projection): Value {
  const { graph } = embedding;
  const raised = power === 1 ? embedding : normalised(signedPower(embedding, power));
  const centred = mean ? sub(raised, graph.constant(mean)) : raised;
  const scaled = std ? div(centred, graph.constant(std)) : centred;
  return normalised(weights ? timesRows(scaled, weights) : scaled);
}

/** x b^T for a constant b: [N, E] x [M, E] -> [N, M]. */
export function timesRows(x: Value, { rows, columns, data }: Matrix): Value {
  return matMul(x, transpose(x.graph.constant(data, { shape: [rows, columns] })));
}

/** sign(x) |x|^power, as a difference of two terms: for every x one of them is zero. */
function signedPower(x: Value, power: number): Value {
  return sub(pow(relu(x), power), pow(relu(neg(x)), power));
}
