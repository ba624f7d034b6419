/** Limits how much work runs at once; waiting tasks start in the order in which they came. */
export type Semaphore = {
  /** Waits for room. A weight above the whole limit waits until nothing else runs. */
  acquire(weight?: number): Promise<void>;
  /** Gives back what was acquired. */
  release(weight?: number): void;
  /** Waits for room, runs the task and gives the room back, also where the task throws. */
  run<Result>(task: () => Promise<Result>, weight?: number): Promise<Result>;
};

/** A semaphore of `limit` units: calls where each weighs 1, bytes where the weights are sizes; 1 makes a mutex. */
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
  const acquire = (weight = 1) =>
    new Promise<void>((enter) => {
      waiting.push({ weight, enter });
      admitNext();
    });
  const release = (weight = 1) => {
    held -= weight;
    admitNext();
  };
  const run = async <Result>(task: () => Promise<Result>, weight = 1) => {
    await acquire(weight);
    try {
      return await task();
    } finally {
      release(weight);
    }
  };
  return { acquire, release, run };
}
