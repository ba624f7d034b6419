import { type File, type Setting, waves } from '../file.ts';

/** Settings of a node. */
export type Settings = Readonly<Record<string, Setting>>;

/** A file of one node that reads x alone. */
export const one = (operator: string, settings: Settings = {}, opset = 17, x: readonly number[] = [3, 5]): File => ({
  x,
  opset,
  nodes: [[operator, ['x'], settings]],
});

/** A file of one node that reads x and a weight, broadcast. */
export const two = (operator: string, opset = 17): File => ({
  x: [3, 5],
  opset,
  nodes: [[operator, ['x', 'w']]],
  constants: { w: waves(3, 1) },
});

/** A file of one node that reads an image. */
export const image = (operator: string, settings: Settings = {}, opset = 17, x = [4, 7, 9]): File =>
  one(operator, settings, opset, x);
