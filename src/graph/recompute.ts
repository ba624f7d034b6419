import { computedAfter } from './computed-after.ts';
import type { Graph } from './graph.ts';
import type { Node } from './node.ts';
import { isFloat, type Value } from './value.ts';

/**
 * Records nodes a second time, to run only when `moment` is known, so that their first outputs need not be held until
 * then. Gives, by the name of each old output, the value that replaces it. Loops are not run again.
 */
export function recomputed(graph: Graph, nodes: readonly Node[], moment: Value): ReadonlyMap<string, Value> {
  const again = new Map<string, Value>();
  const late = delayed(moment);
  for (const { operator, inputs, outputs, attributes } of nodes.filter(({ operator }) => operator !== 'Scan')) {
    const waits = inputs.some(({ name }) => again.has(name));
    const first = waits ? undefined : inputs.find((value) => isFloat(value) && value.data === null);
    const operands = inputs.map((value) => (value === first ? late(value) : (again.get(value.name) ?? value)));
    const values = graph.apply(operator, operands, attributes);
    for (const [i, { name }] of outputs.entries()) again.set(name, values[i]);
  }
  return again;
}

/** Like `after`, but makes only one copy of each value. */
function delayed(moment: Value): (x: Value) => Value {
  const copies = new Map<string, Value>();
  const copy = computedAfter(moment);
  return (x) => {
    const made = copies.get(x.name) ?? copy(x);
    copies.set(x.name, made);
    return made;
  };
}
