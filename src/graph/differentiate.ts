import { DiscernError } from '../base/error.ts';
import { executionOrder } from './execution-order.ts';
import { type DifferentiableOperator, gradients } from './gradients/catalogue.ts';
import type { Graph } from './graph.ts';
import type { Node } from './node.ts';
import type { Operator } from './operators/catalogue.ts';
import { add, expand, reshape, sum } from './ops.ts';
import { recomputed } from './recompute.ts';
import { segmentsOf } from './segments.ts';
import { isFloat, type Shape, type Value } from './value.ts';

/** Options of differentiate. */
export type DifferentiateOptions = {
  /**
   * Number of segments for recomputation (gradient checkpointing, Chen et al. 2016); 1 where not given: nothing is
   * recomputed. With more, the forward pass is cut into segments of about equal memory. All but the last are computed
   * again on the way back, and only what they pass on is source in between. That takes about `segments` times less
   * memory, costs one more forward pass, and gives the same gradients. Beyond the square root of the number of layers,
   * what is passed on outweighs what is saved.
   */
  readonly segments?: number;
};

/**
 * The gradients of a scalar `loss` with respect to the `wanted` values, by reverse accumulation (Griewank and Walther
 * 2008). They are values of the same graph and have the wanted values' shapes. Where the loss does not depend on a
 * value, its gradient is zero. Throws `unsupported`, naming the operator, where an operator in between has no gradient.
 *
 * @example
 * const x = new Graph().input('x', 'float32', [2]);
 * const loss = graph.sum(graph.square(x));
 * const [gradient] = differentiate(loss, [x]); // 2 x
 * const session = await nodeRuntime.load(toOnnx({ gradient }));
 * const results = await session.run({ x: { type: 'float32', shape: [2], data: Float32Array.of(1, -3) } });
 * [...results.gradient.data]; // => [2, -6]
 * await session.dispose();
 */
export function differentiate(
  loss: Value,
  wanted: readonly Value[],
  { segments = 1 }: DifferentiateOptions = {},
): Value[] {
  const nodes = nodesAround(loss.graph);
  const dependent = dependents(nodes, wanted);
  const source = segments === 1 ? (node: Node) => node : recomputing(loss, segments);
  const sums = new Map([[loss.name, filled(loss, 1)]]);
  for (const node of nodes.toReversed()) {
    const reached = node.outputs.find(({ name }) => sums.has(name) && dependent.has(name));
    if (!reached) continue;
    const upstream = node.outputs.map((output) => sums.get(output.name) ?? filled(output, 0));
    const gradients = inputGradients(source(node, upstream[node.outputs.indexOf(reached)]), upstream);
    gradients.forEach((gradient, i) => {
      const { name } = node.inputs[i];
      if (!gradient || !dependent.has(name)) return;
      const earlier = sums.get(name);
      sums.set(name, earlier ? add(earlier, gradient) : gradient);
    });
  }
  return wanted.map((value) => sums.get(value.name) ?? filled(value, 0));
}

/**
 * Gives for each node a copy that reads and gives recomputed values, once the gradient `upstream` has reached the
 * node's segment.
 */
function recomputing(loss: Value, count: number): (node: Node, upstream: Value) => Node {
  const { graph } = loss;
  const needed = new Set(executionOrder(graph.nodes, [loss]));
  const onTheWay = graph.nodes.filter((node) => needed.has(node));
  const segments = segmentsOf(onTheWay, count).slice(0, -1);
  const segmentOf = new Map(segments.flatMap((segment) => segment.map((node) => [node, segment])));
  const again = new Map<readonly Node[], ReadonlyMap<string, Value>>();
  return (node, upstream) => {
    const segment = segmentOf.get(node);
    if (!segment) return node;
    const standIns = again.get(segment) ?? recomputed(graph, segment, upstream);
    again.set(segment, standIns);
    const standIn = (value: Value) => standIns.get(value.name) ?? value;
    return { ...node, inputs: node.inputs.map(standIn), outputs: node.outputs.map(standIn) };
  };
}

/** All nodes that a value of this graph may depend on, including those of the graphs around it, in execution order. */
function nodesAround({ parent, nodes }: Graph): Node[] {
  return parent ? [...nodesAround(parent), ...nodes] : [...nodes];
}

/** The gradients of one node's inputs, with broadcasting undone. It is undone only here. */
function inputGradients(node: Node, upstream: readonly Value[]): (Value | null)[] {
  const { operator, inputs } = node;
  if (!isDifferentiable(operator)) throw notDifferentiable(node);
  return gradients[operator](node, upstream).map((gradient, i) => gradient && unbroadcast(gradient, inputs[i].shape));
}

/** Sums a gradient over the axes along which its value was broadcast, so that it has the value's shape again. */
function unbroadcast(gradient: Value, shape: Shape): Value {
  const lead = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) => (axis < lead || shape[axis - lead] !== size ? [axis] : []));
  if (axes.length === 0) return gradient;
  const summed = sum(gradient, axes, { keep: true });
  return lead === 0 ? summed : reshape(summed, shape);
}

/** The names of all values that depend on the wanted ones. Only floats carry gradients. */
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
    todo: 'train only what comes after that node',
  });
}
