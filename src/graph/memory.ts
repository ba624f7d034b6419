import { internalError } from '../base/error.ts';
import { executionOrder, valuesRead } from './execution-order.ts';
import { commonGraph } from './graph.ts';
import { isBody, type Node } from './node.ts';
import { type Operator, shapeRules } from './operators/catalogue.ts';
import { broadcast, sameAsFirst } from './operators/elementwise.ts';
import type { ElementType, TensorType, Value, Values } from './value.ts';

/** A number for each dynamic size, by name: `{ N: 100 }`. */
export type NamedSizes = Readonly<Record<string, number>>;

/**
 * Estimates how many bytes a process holds at most while ONNX Runtime computes `outputs`: inputs, constants, outputs
 * and the caller's copy of them, and each intermediate tensor for as long as it is needed, in ONNX Runtime's order.
 * Measured with whole training steps, the true peak is 1.0 to 1.7 times that: buffers inside operators and what the
 * allocator wastes are not counted. Throws `internal` where a size has no number.
 */
export function peakBytes(outputs: Values, sizes: NamedSizes = {}): number {
  const wanted = Object.values(outputs);
  return heldInside(commonGraph(wanted).inputs, wanted, sizes) + total(wanted, sizes);
}

type Buffer = {
  readonly bytes: number;
  /** How many reads are still to come. */
  reads: number;
};

/**
 * The peak of a graph: its inputs, the constants that it reads, what ONNX Runtime computes from these at load time, and
 * the intermediate tensors.
 */
function heldInside(inputs: readonly Value[], wanted: readonly Value[], sizes: NamedSizes): number {
  const graph = commonGraph(wanted);
  const order = executionOrder(graph.nodes, wanted);
  const reads = order.flatMap(valuesRead);
  const { folded, running } = foldedBefore(order, reads);
  const fixed = [...inputs, ...folded, ...reads.filter(({ graph: home, data }) => data !== null && home === graph)];
  return total(distinct(fixed), sizes) + heldBetween(running, wanted, sizes);
}

/** Nodes that depend on constants alone are computed once, when the graph is loaded, and their outputs are kept. */
function foldedBefore(order: readonly Node[], reads: readonly Value[]) {
  const constant = new Set(reads.filter(({ data }) => data !== null).map(({ name }) => name));
  const isFolded = ({ inputs, outputs }: Node) => {
    const folds = inputs.every(({ name }) => constant.has(name));
    if (folds) for (const { name } of outputs) constant.add(name);
    return folds;
  };
  const running = order.filter((node) => !isFolded(node));
  const made = new Set(order.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
  const folded = running.flatMap(valuesRead).filter(({ name }) => constant.has(name) && made.has(name));
  return { folded, running };
}

/** The peak of the intermediate tensors while these nodes run in this order. */
function heldBetween(order: readonly Node[], wanted: readonly Value[], sizes: NamedSizes): number {
  const reads = counts([...order.flatMap(valuesRead), ...wanted]);
  const buffers = new Map<string, Buffer>();
  let [held, worst] = [0, 0];
  const begin = (value: Value, node: Node): Buffer => {
    const bytes = byteLength(value, sizes);
    const taken = takenOver(node, bytes, buffers);
    if (taken) return taken;
    held += bytes;
    return { bytes, reads: 0 };
  };
  for (const node of order) {
    for (const output of node.outputs) {
      const buffer = begin(output, node);
      buffer.reads += reads.get(output.name) ?? 0;
      buffers.set(output.name, buffer);
    }
    worst = Math.max(worst, held + inBodies(node, sizes));
    for (const { name } of [...valuesRead(node), ...node.outputs.filter(({ name }) => !reads.has(name))]) {
      const buffer = buffers.get(name);
      if (!buffer) continue;
      buffer.reads -= reads.has(name) ? 1 : 0;
      if (buffer.reads === 0) held -= buffer.bytes;
    }
  }
  return worst;
}

/**
 * The input whose buffer an output reuses: always for Reshape and Identity; for elementwise operators where no other
 * node will read that input.
 */
function takenOver(node: Node, bytes: number, buffers: ReadonlyMap<string, Buffer>): Buffer | undefined {
  const { operator, inputs } = node;
  if (operator === 'Reshape' || operator === 'Identity') return buffers.get(inputs[0].name);
  if (!isElementwise(operator)) return undefined;
  const own = counts(inputs);
  return inputs
    .map(({ name }) => ({ buffer: buffers.get(name), times: own.get(name) }))
    .find(({ buffer, times }) => buffer?.bytes === bytes && buffer.reads === times)?.buffer;
}

function isElementwise(operator: Operator): boolean {
  return shapeRules[operator] === sameAsFirst || shapeRules[operator] === broadcast;
}

/** The peak of the graphs inside a node. A loop's state exists twice, and the two copies swap at each repetition. */
function inBodies({ attributes, outputs }: Node, sizes: NamedSizes): number {
  return Object.values(attributes)
    .filter(isBody)
    .reduce((sum, body) => sum + heldInside([], body.outputs, sizes) + total(outputs, sizes), 0);
}

const elementBytes: Readonly<Record<ElementType, number>> = { float32: 4, float64: 8, int64: 8, bool: 1 };

function total(values: readonly Value[], sizes: NamedSizes): number {
  return values.reduce((sum, value) => sum + byteLength(value, sizes), 0);
}

function byteLength({ type, shape }: TensorType, sizes: NamedSizes): number {
  return shape.reduce<number>((product, size) => {
    const known = typeof size === 'number' ? size : sizes[size];
    if (known === undefined) throw internalError(`the size ${size} of [${shape.join(', ')}] must be given`);
    return product * known;
  }, elementBytes[type]);
}

function counts(values: readonly Value[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const { name } of values) result.set(name, (result.get(name) ?? 0) + 1);
  return result;
}

function distinct(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [value.name, value])).values()];
}
