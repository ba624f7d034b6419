/** Wakes one waiter when something changed. */
export type Bell = {
  ring(): void;
  /** Resolves at the next ring, or at once when it rang since the last time it was heard. */
  heard(): Promise<void>;
};

/** A bell that has not rung. */
export function bell(): Bell {
  let rung = false;
  let wake = () => {};
  return {
    ring: () => {
      rung = true;
      wake();
    },
    heard: async () => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      rung = false;
    },
  };
}
