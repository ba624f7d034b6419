import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ontoWhite } from '../../src/images/onto-white.ts';

test('mixes each colour with white by its alpha, to the nearest whole number', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(fc.array(fc.tuple(byte, byte, byte, byte), { maxLength: 20 }), (pixels) => {
      const mixed = pixels.flatMap(([red, green, blue, alpha]) =>
        [red, green, blue].map((value) => Math.round((value * alpha + 255 * (255 - alpha)) / 255)),
      );
      expect([...ontoWhite(Uint8Array.from(pixels.flat()))]).toEqual(mixed);
    }),
  );
});
