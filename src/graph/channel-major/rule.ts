import type { Node } from '../node.ts';
import type { Value } from '../value.ts';
import type { Layout } from './layout.ts';
import type { Products } from './products.ts';

/** What a rule sees of a node. */
export type Occasion = {
  readonly node: Node;
  /** The node's inputs as they are now. */
  readonly inputs: readonly Value[];
  readonly layout: Layout;
  readonly products: Products;
};

/** How a node is computed on channel-major images: its outputs, or null where it should stay as it is. */
export type Rule = (occasion: Occasion) => readonly Value[] | null;
