import type { Random } from '../../base/random.ts';
import { elementCount } from '../../graph/value.ts';

/** Gives the initial numbers of a weight of this shape, row-major. */
export type Initialisation = (shape: readonly number[], random: Random) => Float32Array;

/**
 * He's initialisation with fan-out (He et al. 2015) for kernels [M, C / groups, kh, kw]: normal with the variance 2 /
 * (kh kw M / groups). It keeps the size of gradients constant from layer to layer.
 */
export function heNormal({ groups = 1 } = {}): Initialisation {
  return (shape, random) => {
    const [filters, , ...kernel] = shape;
    const std = Math.sqrt((2 * groups) / (elementCount(kernel) * filters));
    return drawn(shape, () => std * random.normal());
  };
}

/**
 * Normal with this standard deviation, drawn again beyond two standard deviations: the initialisation of transformers
 * (Dosovitskiy et al. 2021).
 */
export function truncatedNormal(std = 0.02): Initialisation {
  return (shape, random) => drawn(shape, () => std * withinTwo(random));
}

/** The same number for every weight. */
export function constantInitialisation(value: number): Initialisation {
  return (shape) => new Float32Array(elementCount(shape)).fill(value);
}

function withinTwo(random: Random): number {
  const draw = random.normal();
  return Math.abs(draw) <= 2 ? draw : withinTwo(random);
}

function drawn(shape: readonly number[], draw: () => number): Float32Array {
  return new Float32Array(elementCount(shape)).map(draw);
}
