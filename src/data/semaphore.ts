/** Lets only so much be under way at once; who comes first is let in first. */
export type Semaphore = {
  /** Waits for room. What is heavier than the whole limit is let in alone. */
  acquire(weight?: number): Promise<void>;
  /** Gives back what was acquired. */
  release(weight?: number): void;
};

/** A semaphore of `limit` units: calls when weights are 1, bytes when they are sizes. */
export function semaphore(limit: number): Semaphore {
  let held = 0;
  const waiting: { readonly weight: number; readonly enter: () => void }[] = [];
  const admitNext = () => {
    while (waiting.length > 0 && (held === 0 || held + waiting[0].weight <= limit)) {
      const next = waiting.shift();
      held += next?.weight ?? 0;
      next?.enter();
    }
  };
  return {
    acquire: (weight = 1) =>
      new Promise((enter) => {
        waiting.push({ weight, enter });
        admitNext();
      }),
    release: (weight = 1) => {
      held -= weight;
      admitNext();
    },
  };
}
