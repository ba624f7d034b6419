import type { TensorProto } from 'onnx-buf';
import { internalError } from '../../base/error.ts';
import type { Graph } from '../graph.ts';
import type { Value } from '../value.ts';
import { initialiserValue } from './constants.ts';

/** The tensors of a file's graph, by name. A graph inside a node also sees those of the graphs around it. */
export class Scope {
  /** The values that were read or computed so far. */
  readonly values = new Map<string, Value>();
  readonly #graph: Graph;
  readonly #unread: Map<string, TensorProto>;
  readonly #around: Scope | null;

  constructor(graph: Graph, initialisers: readonly TensorProto[], around: Scope | null = null) {
    this.#graph = graph;
    this.#unread = new Map(initialisers.map((tensor) => [tensor.name, tensor]));
    this.#around = around;
  }

  /** The value of that name. An initialiser is read when it is first needed. Throws `internal` where there is none. */
  get(name: string): Value {
    const value = this.values.get(name) ?? this.#read(name);
    if (value) return value;
    if (this.#around) return this.#around.get(name);
    throw internalError(`no node gives the tensor ${name}`);
  }

  #read(name: string): Value | undefined {
    const tensor = this.#unread.get(name);
    if (!tensor) return undefined;
    const value = initialiserValue(this.#graph, tensor);
    this.values.set(name, value);
    return value;
  }
}
