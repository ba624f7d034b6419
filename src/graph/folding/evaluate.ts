import { internalError } from '../../base/error.ts';
import { ancestors } from '../network.ts';
import { constantNumbers, type Value } from '../value.ts';
import { evaluators } from './catalogue.ts';

/**
 * Computes the numbers of a value that depends only on constants and weights: an operand that must be known while a
 * graph is built, such as the scales of a resize. Throws `internal` where it depends on an input, or on an operator
 * without an evaluator.
 */
export function evaluated(value: Value): number[] {
  return constantNumbers(computed(value));
}

/** Whether a value depends on an input of its graph, so that it is known only when the graph runs. */
export function dependsOnInput(value: Value): boolean {
  const names = ancestors(value.graph, value);
  return value.graph.inputs.some(({ name }) => names.has(name));
}

function computed(value: Value): Value {
  if (value.data !== null) return value;
  const node = value.graph.makerOf(value);
  const evaluate = node && evaluators[node.operator];
  if (!evaluate) throw internalError(`${value.name} must be known before the graph runs`);
  return { ...value, data: evaluate(node.inputs.map(computed), node.attributes, value) };
}
