import { Graph } from '../graph.ts';
import type { Attributes } from '../node.ts';
import { type Operator, shapeRules } from '../operators/catalogue.ts';
import type { Value } from '../value.ts';
import { evaluators } from './catalogue.ts';

/**
 * A graph that computes a node at once where all its inputs are constants, so that shape arithmetic leaves no nodes.
 * Weights do not count as constants: nodes that use them stay, so that gradients can reach the weights.
 */
export class FoldingGraph extends Graph {
  readonly #weightNames = new Set<string>();
  readonly #reserved: ReadonlySet<string>;

  /** `reserved` are names that no fresh value may get. */
  constructor(reserved: ReadonlySet<string> = new Set()) {
    super();
    this.#reserved = reserved;
  }

  override weight(name: string, data: Float32Array, shape: readonly number[]): Value {
    this.#weightNames.add(name);
    return super.weight(name, data, shape);
  }

  override freshName(stem: string): string {
    const name = super.freshName(stem);
    return this.#reserved.has(name) ? this.freshName(stem) : name;
  }

  override apply(operator: Operator, inputs: readonly Value[], attributes: Attributes = {}): readonly Value[] {
    const evaluate = evaluators[operator];
    if (!evaluate || !inputs.every((input) => this.#isFixed(input))) return super.apply(operator, inputs, attributes);
    const [type] = shapeRules[operator](inputs, attributes);
    return [this.constant(evaluate(inputs, attributes, type), type)];
  }

  #isFixed({ name, data }: Value): boolean {
    return data !== null && !this.#weightNames.has(name);
  }
}
