/** Numbers in [-1, 1): MurmurHash3's finalizer of seed * 65536 + i, as in test/golden/gradients-of-networks.py. */
export function noise(seed: number, count: number): Float32Array {
  return new Float32Array(count).map((_, i) => scrambled(seed * 65536 + i) / 2 ** 31 - 1);
}

function scrambled(number: number): number {
  const first = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}
