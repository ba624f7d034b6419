import type { Graph } from './graph.ts';
import { integer, type Node } from './node.ts';
import { add, div, equal, mean, mul, sub, where } from './ops.ts';
import { type Rewrite, replay } from './replay.ts';
import { elementCount, isFloat, type Value } from './value.ts';

/**
 * Makes a rewrite for `replay` that treats as constants what only scales: the denominators of normalisations, attention
 * weights, gates, and the slopes of powers. Each keeps the number that it has where the network's `from` is `at`. What
 * remains is linear in `from`, up to piecewise linear activations, so that gradient times input adds up to the output
 * without the biases (Ali et al. 2022, Conservative Propagation). With plain gradients the terms before a normalisation
 * add up to zero.
 */
export function frozenFactors(graph: Graph, from: Value, at: Value): Rewrite {
  const dependent = dependents(graph, from);
  const frozen = graph.nodes.flatMap((node) => {
    const value = factorOf(node, dependent);
    return value ? [[node, value] as const] : [];
  });
  const numbers =
    frozen.length === 0
      ? []
      : replay(
          frozen.map(([, value]) => value),
          new Map([[from.name, at]]),
        );
  const constants = new Map(frozen.map(([node, value], i) => [node, { name: value.name, value: numbers[i] }]));
  return (node, inputs) => {
    const factor = constants.get(node);
    if (!factor) return null;
    if (node.operator === 'LayerNormalization') return [normalisedBy(factor.value, node, inputs)];
    if (node.operator === 'Pow' || node.operator === 'Sqrt') return [bySlope(factor.value, node, inputs)];
    const replaced = inputs.map((input, i) => (node.inputs[i].name === factor.name ? factor.value : input));
    return at.graph.apply(node.operator, replaced, node.attributes);
  };
}

/** The value that a node only scales by; null where there is none. */
function factorOf(node: Node, dependent: ReadonlySet<string>): Value | null {
  const { operator, inputs, outputs } = node;
  const [a, b] = inputs;
  if (operator === 'LayerNormalization') return dependent.has(a.name) ? outputs[2] : null;
  if (operator === 'Div') return dependent.has(b.name) ? b : null;
  if (operator === 'Pow' || operator === 'Sqrt') return dependent.has(a.name) ? a : null;
  if (operator !== 'Mul' && operator !== 'MatMul') return null;
  if (!dependent.has(a.name) || !dependent.has(b.name) || a.name === b.name) return null;
  if (operator === 'Mul' && elementCount(a.shape) !== elementCount(b.shape)) {
    return elementCount(a.shape) < elementCount(b.shape) ? a : b;
  }
  return [b, a].find((value) => isGate(value, dependent)) ?? null;
}

/** Operators whose results are bounded, and serve as gates or weights. */
const gates: ReadonlySet<string> = new Set(['Softmax', 'Sigmoid', 'HardSigmoid', 'Erf', 'Tanh', 'Clip']);

/** Whether a value is a gate, up to shifts, factors and changes of shape. */
function isGate(value: Value, dependent: ReadonlySet<string>): boolean {
  const node = value.graph.makerOf(value);
  if (!node) return false;
  if (gates.has(node.operator)) return true;
  if (!passing.has(node.operator)) return false;
  const inputs = node.inputs.filter(({ name }) => dependent.has(name));
  return inputs.length === 1 && isGate(inputs[0], dependent);
}

const passing: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Reshape', 'Transpose', 'Identity', 'Slice']);

/** (x - mean) / std, scaled and shifted, with a constant 1 / std. */
function normalisedBy(inverseStd: Value, { attributes }: Node, [x, scale, bias]: readonly Value[]): Value {
  const first = integer(attributes, 'axis');
  const axes = x.shape.flatMap((_, axis) => (axis < first ? [] : [axis]));
  const centred = sub(x, mean(x, axes, { keep: true }));
  return add(mul(mul(centred, inverseStd), scale), bias);
}

/** A power of x as x times the slope from 0, power / x, at constant x: its gradient at 0 would be infinite. */
function bySlope(x: Value, { operator, attributes }: Node, [variable, ...exponent]: readonly Value[]): Value {
  const [power] = x.graph.apply(operator, [x, ...exponent], attributes);
  return mul(variable, div(power, where(equal(x, 0), 1, x)));
}

/** The names of all floats that depend on `from`, itself included. */
function dependents({ nodes }: Graph, from: Value): Set<string> {
  const names = new Set([from.name]);
  for (const { inputs, outputs } of nodes) {
    if (!inputs.some(({ name }) => names.has(name))) continue;
    for (const output of outputs.filter(isFloat)) names.add(output.name);
  }
  return names;
}
