/** A function that computes its result when it is first called, and gives the same one from then on. */
export function once<Result>(compute: () => Result): () => Result {
  let done: { readonly result: Result } | null = null;
  return () => {
    done ??= { result: compute() };
    return done.result;
  };
}
