import { DiscernError } from '../../base/error.ts';

/** A fact that a model's files do not state, what they do state, and the flag that answers it. */
export type Question = { readonly asked: string; readonly found: string; readonly flag: string };

/** The error `ambiguous-model`, which asks for one fact and names the flag to give. */
export function ambiguous(model: string, { asked, found, flag }: Question): DiscernError {
  return new DiscernError('ambiguous-model', `${model}: ${asked}`, {
    given: found,
    expected: 'a graph, or JSON files beside it, that state this',
    todo: `add ${flag}`,
  });
}
