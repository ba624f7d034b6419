import { DiscernError } from '../base/error.ts';
import { type DifferentiableOperator, gradients } from './gradients/catalogue.ts';
import type { Graph } from './graph.ts';
import type { Node } from './node.ts';
import type { Operator } from './operators/catalogue.ts';
import { add, expand, reshape, sum } from './ops.ts';
import { isFloat, type Shape, type Value } from './value.ts';

/**
 * The gradients of a scalar `loss` with respect to the `wanted` values, as values of the same graph and of the
 * wanted values' shapes: reverse accumulation (Griewank and Walther 2008). A value that the loss does not depend on
 * has the gradient zero. Throws `unsupported`, naming the operator, where one on the way has no gradient.
 */
export function differentiate(loss: Value, wanted: readonly Value[]): Value[] {
  const nodes = nodesAround(loss.graph);
  const dependent = dependents(nodes, wanted);
  const sums = new Map([[loss.name, filled(loss, 1)]]);
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some(({ name }) => sums.has(name) && dependent.has(name))) continue;
    const upstream = node.outputs.map((output) => sums.get(output.name) ?? filled(output, 0));
    for (const [input, gradient] of inputGradients(node, upstream)) {
      if (!dependent.has(input.name)) continue;
      const earlier = sums.get(input.name);
      sums.set(input.name, earlier ? add(earlier, gradient) : gradient);
    }
  }
  return wanted.map((value) => sums.get(value.name) ?? filled(value, 0));
}

/** The nodes that may give what a value of this graph is computed from, in the order in which they run. */
function nodesAround({ parent, nodes }: Graph): Node[] {
  return parent ? [...nodesAround(parent), ...nodes] : [...nodes];
}

/** The gradients that one node hands to its inputs, with broadcasting undone: the one place where that is done. */
function inputGradients(node: Node, upstream: readonly Value[]): [Value, Value][] {
  const { operator, inputs } = node;
  if (!isDifferentiable(operator)) throw notDifferentiable(node);
  return gradients[operator](node, upstream).flatMap((gradient, i) =>
    gradient ? [[inputs[i], unbroadcast(gradient, inputs[i].shape)]] : [],
  );
}

/** Sums a gradient over the axes along which its value was stretched, so that it has the value's shape again. */
function unbroadcast(gradient: Value, shape: Shape): Value {
  const lead = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) => (axis < lead || shape[axis - lead] !== size ? [axis] : []));
  if (axes.length === 0) return gradient;
  const summed = sum(gradient, axes, { keep: true });
  return lead === 0 ? summed : reshape(summed, shape);
}

/** The names of all values through which the wanted ones reach others; only floats carry gradients. */
function dependents(nodes: readonly Node[], wanted: readonly Value[]): Set<string> {
  const names = new Set(wanted.map(({ name }) => name));
  for (const { inputs, outputs } of nodes) {
    if (!inputs.some(({ name }) => names.has(name))) continue;
    for (const output of outputs.filter(isFloat)) names.add(output.name);
  }
  return names;
}

function filled({ graph, type, shape }: Value, value: number): Value {
  const constant = graph.scalar(value, type);
  return shape.length === 0 ? constant : expand(constant, shape);
}

function isDifferentiable(operator: Operator): operator is DifferentiableOperator {
  return operator in gradients;
}

function notDifferentiable({ operator, outputs }: Node): DiscernError {
  return new DiscernError('unsupported', `the operator ${operator} has no gradient`, {
    given: `a node ${operator} that gives ${outputs.map(({ name }) => name).join(', ')}`,
    expected: `one of ${Object.keys(gradients).join(', ')}`,
    todo: 'learn only what comes after that node',
  });
}
