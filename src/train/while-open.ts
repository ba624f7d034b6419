/** An object that holds memory of the runtime until it is disposed. */
type Disposable = { dispose(): Promise<void> };

/** Gives the result of `use` and disposes `open` afterwards, also after an error. Null needs no disposal. */
export async function whileOpen<R extends Disposable | null, T>(open: R, use: (open: R) => Promise<T>): Promise<T> {
  try {
    return await use(open);
  } finally {
    await open?.dispose();
  }
}
