import { DiscernError } from '../../base/error.ts';

/** One fact that a model's files don't tell, and the flag that tells it. */
export type Question = { readonly asked: string; readonly found: string; readonly flag: string };

/** The error that asks for one fact by name: `ambiguous-model`, with the flag to give. */
export function ambiguous(model: string, { asked, found, flag }: Question): DiscernError {
  return new DiscernError('ambiguous-model', `${model}: ${asked}`, {
    given: found,
    expected: 'a graph, or JSON files beside it, that say so',
    todo: `add ${flag}`,
  });
}
