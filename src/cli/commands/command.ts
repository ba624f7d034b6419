import type { Context } from '../context.ts';
import type { Parameter, Values } from '../parameters.ts';

/** What a command gives back; the frame prints it. */
export type Outcome = {
  /** The one JSON value of `--json`; absent where the command has streamed its results itself. */
  readonly json?: unknown;
  /** The same for people, without a closing newline; absent as above. */
  readonly text?: string;
  /** 1 where the work was done and yet has failed, as when no picture could be read. */
  readonly exitCode?: 0 | 1;
};

/** Parameters by the name under which their values arrive. Arguments are in the order of the command line. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** One command, in a file of its own that is loaded when the command is used. Its name and summary are in the catalogue. */
export interface Command<A extends Parameters = Parameters, O extends Parameters = Parameters> {
  readonly arguments: A;
  readonly options: O;
  /** Lines that work when typed one after the other in a fresh clone. */
  readonly example: readonly string[];
  /** Does the work; throws `DiscernError`. Prints nothing, unless results stream: then through `context.stdout`. */
  run(input: Values<A> & Values<O>, context: Context): Promise<Outcome>;
}

/** Gives the command back, having inferred the types of what `run` receives. */
export function command<const A extends Parameters, const O extends Parameters>(parts: Command<A, O>): Command<A, O> {
  return parts;
}
