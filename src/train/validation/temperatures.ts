/**
 * A temperature is fitted after training, so a validation loss is the smallest one over these temperatures. Else an
 * accurate but overconfident classifier would look worse than one that was stopped early.
 */
export const temperatures: readonly number[] = [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4];
