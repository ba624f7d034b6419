import { internalError } from '../base/error.ts';
import type { Attributes, Node } from './node.ts';
import { type Operator, shapeRules } from './operators/catalogue.ts';
import { type ElementType, elementCount, type Shape, type TensorType, type Value } from './value.ts';

/**
 * An ONNX graph under construction: inputs are declared, constants added, and nodes recorded in the order in which
 * they run. What it gives is named when it is written (toOnnx); nodes that no output needs are left out then.
 */
export class Graph {
  readonly inputs: Value[] = [];
  readonly constants: Value[] = [];
  readonly nodes: Node[] = [];
  /** The constants that were learned, or will be; each bears its own name. */
  readonly weights: Value[] = [];
  /** The graph around this one, whose values it may use; null for the outermost. */
  readonly parent: Graph | null;
  readonly #makers = new Map<string, Node>();
  /** Names that were given from outside, which may look like fresh ones: those of a file that this code has written. */
  readonly #given = new Set<string>();
  #names = 0;

  constructor(parent: Graph | null = null) {
    this.parent = parent;
  }

  /** Declares an input. Sizes that are names are known only when the graph runs. */
  input(name: string, type: ElementType, shape: Shape): Value {
    const value = this.#value(name, { type, shape });
    this.#given.add(name);
    this.inputs.push(value);
    return value;
  }

  /** A constant; row-major numbers, not copied. Throws `internal` when their count does not fit the shape. */
  constant(data: ArrayLike<number>, type: Partial<TensorType> = {}): Value {
    return this.#constant(this.freshName('constant'), data, type);
  }

  /** A constant that training may change, float32 (network.ts). No two of a graph may bear one name. */
  weight(name: string, data: Float32Array, shape: readonly number[]): Value {
    const value = this.#constant(name, data, { shape });
    this.#given.add(name);
    this.weights.push(value);
    return value;
  }

  #constant(
    name: string,
    data: ArrayLike<number>,
    { shape = [data.length], type = 'float32' }: Partial<TensorType>,
  ): Value {
    if (data.length !== elementCount(shape)) throw internalError(`${data.length} numbers for [${shape.join(', ')}]`);
    const value = { ...this.#value(name, { type, shape }), data };
    this.constants.push(value);
    return value;
  }

  /** A constant without axes. */
  scalar(value: number, type: ElementType = 'float32'): Value {
    return this.constant([value], { shape: [], type });
  }

  /** Records a node and gives its outputs, whose types and shapes are inferred. ops.ts has a function per operator. */
  apply(operator: Operator, inputs: readonly Value[], attributes: Attributes = {}): readonly Value[] {
    for (const { graph, name } of inputs) {
      if (!isWithin(this, graph)) throw internalError(`${name} belongs to another graph`);
    }
    const types: readonly TensorType[] = shapeRules[operator](inputs, attributes);
    const outputs = types.map((type) => this.#value(this.freshName(operator), type));
    const node = { operator, inputs, outputs, attributes };
    this.nodes.push(node);
    for (const { name } of outputs) this.#makers.set(name, node);
    return outputs;
  }

  /** The node of this graph that gives a value; undefined for inputs and constants. */
  makerOf({ name }: Value): Node | undefined {
    return this.#makers.get(name);
  }

  /** A name that no value of the outermost graph and those inside it bears. */
  freshName(stem: string): string {
    if (this.parent) return this.parent.freshName(stem);
    const name = `${stem}/${this.#names++}`;
    return this.#given.has(name) ? this.freshName(stem) : name;
  }

  #value(name: string, { type, shape }: TensorType): Value {
    return { graph: this, name, type, shape, data: null };
  }
}

/** The innermost of the graphs that these values belong to: where a node that uses them all is recorded. */
export function commonGraph(values: readonly Value[]): Graph {
  if (values.length === 0) throw internalError('a node without operands belongs to no graph');
  return values.map(({ graph }) => graph).reduce((a, b) => (depth(b) > depth(a) ? b : a));
}

function isWithin(inner: Graph, outer: Graph): boolean {
  return inner === outer || (inner.parent !== null && isWithin(inner.parent, outer));
}

function depth({ parent }: Graph): number {
  return parent ? 1 + depth(parent) : 0;
}
