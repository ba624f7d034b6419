import type { Context } from '../context.ts';
import type { CommandParameter, ParameterValues } from '../options/parameters.ts';

/** The result of a command, which `run` prints. */
export type Outcome = {
  /** The JSON value for `--json`; absent if the command has streamed its results itself. */
  readonly json?: unknown;
  /** The result as text, without a final newline; absent as above. */
  readonly text?: string;
  /** 1 if the command finished without a useful result, for instance because no picture could be read. */
  readonly exitCode?: 0 | 1;
};

/** Parameters by the names of their values; arguments in the order of the command line. */
export type Parameters = Readonly<Record<string, CommandParameter<unknown>>>;

/** One command, in its own file, which is loaded when needed. Its name and summary are in the catalogue. */
export interface Command<A extends Parameters = Parameters, O extends Parameters = Parameters> {
  readonly arguments: A;
  readonly options: O;
  /** Command lines that work one after the other in a fresh clone. */
  readonly example: readonly string[];
  /** Runs the command; throws `DiscernError`. Prints nothing, unless it streams results to `context.stdout`. */
  run(input: ParameterValues<A> & ParameterValues<O>, context: Context): Promise<Outcome>;
}

/** Returns the command; its use is to infer the types of the values that `run` receives. */
export function command<const A extends Parameters, const O extends Parameters>(parts: Command<A, O>): Command<A, O> {
  return parts;
}
