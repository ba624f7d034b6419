import fc from 'fast-check';

/**
 * One number of an embedding, -1..1: 0, or 1e-20 and more either way. Nothing smaller: ONNX Runtime makes the processor
 * take numbers that are nearly 0 (subnormal) for 0, from the first model on that a process loads.
 */
export const embeddingEntry = fc
  .float({ min: -1, max: 1, noNaN: true })
  .map((value) => (Math.abs(value) < 1e-20 ? 0 : value));
