import { commonGraph, Graph } from './graph.ts';
import type { Value } from './value.ts';

/** What one repetition gives: the next state, and outputs that are stacked over all repetitions. */
export type Repetition = { readonly state: readonly Value[]; readonly outputs: readonly Value[] };

/**
 * A loop inside the graph (ONNX Scan): runs `body` once per slice of `sequences` along their first axis, and passes
 * `state` from each repetition to the next. Outputs are stacked. `body` may use values around it. ONNX Runtime runs the
 * loop, so a whole epoch of training costs one call and one copy of the state.
 */
export function scan(
  state: readonly Value[],
  sequences: readonly Value[],
  body: (state: readonly Value[], slices: readonly Value[]) => Repetition,
): Repetition {
  const outer = commonGraph([...state, ...sequences]);
  const inner = new Graph(outer);
  const enter = (role: string, { type, shape }: Value) => inner.input(inner.freshName(role), type, shape);
  const inside = body(
    state.map((value) => enter('state', value)),
    sequences.map(({ shape: [, ...shape], ...rest }) => enter('slice', { ...rest, shape })),
  );
  const outputs = apart([...inside.state, ...inside.outputs], inner);
  const inputs = [...state, ...sequences];
  const results = outer.apply('Scan', inputs, {
    body: { graph: inner, outputs },
    num_scan_inputs: sequences.length,
  });
  return { state: results.slice(0, state.length), outputs: results.slice(state.length) };
}

/**
 * Makes values usable as outputs of a graph. An output must not be an input, a value from outside, or a second output
 * of the same value; such values are copied by an Identity.
 */
function apart(values: readonly Value[], graph: Graph): Value[] {
  const taken = new Set<string>();
  return values.map((value) => {
    const own = graph.makerOf(value) !== undefined && !taken.has(value.name);
    taken.add(value.name);
    return own ? value : graph.apply('Identity', [value])[0];
  });
}
