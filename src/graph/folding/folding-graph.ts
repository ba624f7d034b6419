import { Graph } from '../graph.ts';
import type { Attributes } from '../node.ts';
import { type Operator, shapeRules } from '../operators/catalogue.ts';
import type { Value } from '../value.ts';
import { evaluators } from './catalogue.ts';

/**
 * A graph that computes at once what depends on constants alone, so that shape arithmetic leaves no nodes. Weights
 * are not constants in this sense: what is computed from them stays, so that gradients can reach them.
 */
export class FoldingGraph extends Graph {
  readonly #learned = new Set<string>();
  readonly #reserved: ReadonlySet<string>;

  /** Names that no fresh value may bear. */
  constructor(reserved: ReadonlySet<string> = new Set()) {
    super();
    this.#reserved = reserved;
  }

  override weight(name: string, data: Float32Array, shape: readonly number[]): Value {
    this.#learned.add(name);
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
    return data !== null && !this.#learned.has(name);
  }
}
