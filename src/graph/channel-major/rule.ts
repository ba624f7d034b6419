import type { Node } from '../node.ts';
import type { Value } from '../value.ts';
import type { Layout } from './layout.ts';
import type { Products } from './products.ts';

/** What a rule gets: a node and its surroundings. */
export type RuleContext = {
  readonly node: Node;
  /** The node's inputs in the new graph. */
  readonly inputs: readonly Value[];
  readonly layout: Layout;
  readonly products: Products;
};

/** Computes a node on channel-major images: gives its outputs, or null where the node should stay as it is. */
export type Rule = (context: RuleContext) => readonly Value[] | null;
