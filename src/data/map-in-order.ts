import { throwIfAborted } from '../base/progress.ts';

/** Options of `mapInOrder`. */
export type MapInOrderOptions = {
  /** The number of items in progress or waiting for an earlier one: more hide slow items, fewer need less memory. */
  readonly window: number;
  readonly signal?: AbortSignal | undefined;
};

/** A promise whose outcome can be read without waiting. */
type Slot<Value> = { readonly promise: Promise<Value>; outcome: PromiseSettledResult<Value> | null };

/**
 * Runs `work` on several items at once and yields the results in the order of the items, each as soon as it and all
 * before it are ready, even while the source is waiting for its next item. Takes no more items while the consumer is
 * slow. If the consumer stops, or the signal is aborted (throws `interrupted`), the signal of `work` is aborted, and
 * the generator waits for all items in progress before it ends.
 */
export async function* mapInOrder<Item, Result>(
  source: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  { window, signal }: MapInOrderOptions,
): AsyncGenerator<Result, void, undefined> {
  const items = iteratorOf(source);
  const stop = new AbortController();
  const change = changeSignal();
  signal?.addEventListener('abort', change.notify, { signal: stop.signal });
  const running: Slot<Result>[] = [];
  let asked: Slot<IteratorResult<Item>> | null = null;
  let ended = false;
  try {
    while (!ended || running.length > 0) {
      throwIfAborted(signal);
      if (asked?.outcome) {
        const item = resultOf(asked.outcome);
        asked = null;
        if (item.done === true) ended = true;
        else running.push(slot(work(item.value, stop.signal), change));
      }
      if (!ended && asked === null && running.length < window) asked = slot(ask(items), change);
      if (running[0]?.outcome) yield resultOf(take(running));
      else if (!ended || running.length > 0) await change.happened();
    }
  } finally {
    stop.abort();
    // Not awaited: a source that waits for the next line of a terminal would never end.
    if (!ended) slot(leave(items), change);
    await Promise.allSettled(running.map(({ promise }) => promise));
  }
}

type ChangeSignal = {
  notify(): void;
  /** Resolves at the next `notify`, or at once if there was one since the last call. */
  happened(): Promise<void>;
};

function changeSignal(): ChangeSignal {
  let changed = false;
  let wake = () => {};
  return {
    notify: () => {
      changed = true;
      wake();
    },
    happened: async () => {
      if (!changed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      changed = false;
    },
  };
}

type Items<Item> = Iterator<Item> | AsyncIterator<Item>;

function iteratorOf<Item>(source: Iterable<Item> | AsyncIterable<Item>): Items<Item> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

async function ask<Item>(items: Items<Item>): Promise<IteratorResult<Item>> {
  return items.next();
}

async function leave(items: Items<unknown>): Promise<void> {
  await items.return?.();
}

function slot<Value>(promise: Promise<Value>, change: ChangeSignal): Slot<Value> {
  const result: Slot<Value> = { promise, outcome: null };
  Promise.allSettled([promise]).then(([outcome]) => {
    result.outcome = outcome;
    change.notify();
  });
  return result;
}

function take<Value>(slots: Slot<Value>[]): PromiseSettledResult<Value> | null {
  return slots.shift()?.outcome ?? null;
}

function resultOf<Value>(outcome: PromiseSettledResult<Value> | null): Value {
  if (outcome?.status === 'fulfilled') return outcome.value;
  throw outcome?.reason;
}
