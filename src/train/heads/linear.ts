import { matrix } from '../../base/matrix.ts';
import { add, matMul, transpose } from '../../graph/ops.ts';
import type { Head, HeadOptions } from './head.ts';

/** Multinomial logistic regression: logits = W x + b. Starts at zero where no rows are given: the loss is convex. */
export function linear({ dimensions, classes, initial }: HeadOptions): Head {
  const shape = [classes, dimensions];
  const beginning = initial?.data ?? new Float32Array(classes * dimensions);
  return {
    parameters: [
      { name: 'weights', shape, initial: beginning, decay: true },
      { name: 'bias', shape: [classes], initial: new Float32Array(classes), decay: false },
    ],
    logits: (x, { weights, bias }) => add(matMul(x, transpose(weights)), bias),
    finished: ({ weights, bias }) => ({ weights: matrix(classes, dimensions, weights), bias, logitScale: 1 }),
  };
}
