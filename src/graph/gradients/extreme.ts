import { add, cast, div, equal, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** For Max and Min: the input that gave the value receives the gradient; equal inputs share it, as in PyTorch. */
export const extremeGradient: Gradient = ({ inputs, outputs: [y] }, [dy]) => {
  const isWinner = inputs.map((x) => cast(equal(x, y), dy.type));
  const share = div(
    dy,
    isWinner.reduce((a, b) => add(a, b)),
  );
  return isWinner.map((wins) => mul(share, wins));
};
