import type { Node } from './node.ts';
import { elementCount, isFloat, type Value } from './value.ts';

/**
 * Divides nodes, in order, into `count` segments with about equally many activations, cut where few activations are
 * passed on. Gives fewer segments where there are too few nodes.
 */
export function segmentsOf(nodes: readonly Node[], count: number): Node[][] {
  const made = running(nodes.map(({ outputs }) => total(outputs)));
  const handedOver = crossing(nodes);
  const share = (made.at(-1) ?? 0) / count;
  const ends = Array.from({ length: count - 1 }, (_, i) => {
    const near = nodes.flatMap((_, at) => (Math.abs(made[at] - (i + 1) * share) < share / 3 ? [at] : []));
    return near.length === 0 ? [] : near.reduce((best, at) => (handedOver[at] < handedOver[best] ? at : best)) + 1;
  }).flat();
  const places = [...new Set([0, ...ends, nodes.length])];
  return places.slice(1).map((end, i) => nodes.slice(places[i], end));
}

/** For each node, how many numbers computed up to it are read after it. */
function crossing(nodes: readonly Node[]): number[] {
  const last = new Map(nodes.flatMap(({ inputs }, at) => inputs.map(({ name }) => [name, at])));
  const changes = nodes.map(() => 0);
  nodes.forEach(({ outputs }, at) => {
    for (const output of outputs) {
      const end = last.get(output.name);
      if (end === undefined) continue;
      changes[at] += total([output]);
      changes[end] -= total([output]);
    }
  });
  return running(changes);
}

function total(values: readonly Value[]): number {
  return values.filter(isFloat).reduce((sum, { shape }) => sum + elementCount(shape), 0);
}

function running(numbers: readonly number[]): number[] {
  let sum = 0;
  return numbers.map((number) => {
    sum += number;
    return sum;
  });
}
