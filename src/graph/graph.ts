import { internalError } from '../base/error.ts';
import type { Attributes, Node } from './node.ts';
import { type Operator, shapeRules } from './operators/catalogue.ts';
import { type ElementType, elementCount, type Shape, type TensorType, type Value } from './value.ts';

/**
 * An ONNX graph under construction. Inputs are declared, constants are added, and nodes are recorded in the order in
 * which they run. Outputs get their names when the graph is written (toOnnx), which leaves out nodes that no output
 * needs.
 *
 * @example
 * const images = new Graph().input('images', 'float32', ['N', 3, 32, 32]);
 * const colours = graph.mean(images, [2, 3]);
 * colours.shape; // => ['N', 3]
 * const file = toOnnx({ colours });
 */
export class Graph {
  readonly inputs: Value[] = [];
  readonly constants: Value[] = [];
  readonly nodes: Node[] = [];
  /** The constants that training may change; each has a name of its own. */
  readonly weights: Value[] = [];
  /** The graph around this one, whose values this one may use; null for the outermost. */
  readonly parent: Graph | null;
  readonly #makers = new Map<string, Node>();
  /**
   * Names given by the caller. They may look like fresh ones, for instance those of a file that this code has written.
   */
  readonly #given = new Set<string>();
  #names = 0;

  constructor(parent: Graph | null = null) {
    this.parent = parent;
  }

  /** Declares an input. A size that is a name is known only when the graph runs. */
  input(name: string, type: ElementType, shape: Shape): Value {
    const value = this.#value(name, { type, shape });
    this.#given.add(name);
    this.inputs.push(value);
    return value;
  }

  /** Adds a constant of row-major numbers, not copied. Throws `internal` where their count does not fit the shape. */
  constant(data: ArrayLike<number>, type: Partial<TensorType> = {}): Value {
    return this.#constant(this.freshName('constant'), data, type);
  }

  /** Adds a float32 constant that training may change (network.ts). Its name must be unique in the graph. */
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

  /** Adds a constant without axes. */
  scalar(value: number, type: ElementType = 'float32'): Value {
    return this.constant([value], { shape: [], type });
  }

  /** Records a node and gives its outputs, with inferred types and shapes. ops.ts has one function per operator. */
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

  /** The node of this graph that computes a value; undefined for inputs and constants. */
  makerOf({ name }: Value): Node | undefined {
    return this.#makers.get(name);
  }

  /** A name that no value has, neither in the outermost graph nor in those inside it. */
  freshName(stem: string): string {
    if (this.parent) return this.parent.freshName(stem);
    const name = `${stem}/${this.#names++}`;
    return this.#given.has(name) ? this.freshName(stem) : name;
  }

  #value(name: string, { type, shape }: TensorType): Value {
    return { graph: this, name, type, shape, data: null };
  }
}

/** The innermost of the graphs of these values: a node that uses them all is recorded there. */
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
