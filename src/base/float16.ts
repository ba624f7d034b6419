/** The largest finite number in half precision. Larger numbers are stored as this one. */
export const largestFloat16 = 65504;

/**
 * Converts float32 numbers to half precision (IEEE 754 binary16), given as bits in a Uint16Array because Node 20 has no
 * Float16Array. Rounds half to even; saturates at 65504; NaN stays NaN.
 */
export function toFloat16(numbers: Float32Array): Uint16Array {
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) {
    halves[i] = ((bits[i] >>> 16) & 0x8000) | magnitudeBits(bits[i] & 0x7fffffff, numbers[i]);
  }
  return halves;
}

/** Converts half precision to float32, without error. Writes to the beginning of `into` and returns it. */
export function fromFloat16(halves: Uint16Array, into: Float32Array = new Float32Array(halves.length)): Float32Array {
  const bits = new Uint32Array(into.buffer, into.byteOffset, into.length);
  for (let i = 0; i < halves.length; i++) {
    const magnitude = halves[i] & 0x7fff;
    const sign = (halves[i] & 0x8000) << 16;
    if (magnitude < 0x400) into[i] = (sign < 0 ? -1 : 1) * magnitude * 2 ** -24;
    else bits[i] = sign | ((magnitude << 13) + (magnitude < 0x7c00 ? 0x38000000 : 0x70000000));
  }
  return into;
}

/**
 * Converts the 31 magnitude bits of a float32 (`word`, the same number as `value`) to the 15 magnitude bits of a
 * float16.
 */
function magnitudeBits(word: number, value: number): number {
  if (word > 0x7f800000) return 0x7e00;
  if (word < 0x38800000) return halfToEven(Math.abs(value) * 2 ** 24);
  return Math.min(0x7bff, (word - 0x38000000 + 0xfff + ((word >>> 13) & 1)) >>> 13);
}

/** Near 2^52 a float64 has no fraction bits, so adding 2^52 rounds half to even. */
function halfToEven(value: number): number {
  return value + 2 ** 52 - 2 ** 52;
}
