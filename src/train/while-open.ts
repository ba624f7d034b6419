/** What holds memory of the runtime until it is disposed of. */
type Disposable = { dispose(): Promise<void> };

/** What `use` gives of something that is disposed of afterwards, whatever happens; null is nothing to dispose of. */
export async function whileOpen<R extends Disposable | null, T>(open: R, use: (open: R) => Promise<T>): Promise<T> {
  try {
    return await use(open);
  } finally {
    await open?.dispose();
  }
}
