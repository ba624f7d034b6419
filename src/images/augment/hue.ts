import type { Paint } from './paint.ts';

/**
 * Shifts every pixel's hue by `turns` of the colour wheel (-0.5 to 0.5); value and saturation stay: torchvision's
 * `adjust_hue` on tensors (Pillow rounds hue and saturation to 8 bits in between). 0 changes nothing.
 */
export function hue(turns: number): Paint {
  const moved = 6 * (((turns % 1) + 1) % 1);
  return (canvas) => {
    const bytes = canvas.bytes();
    for (let i = 0; i < bytes.length; i += 4) {
      const [red, green, blue] = [bytes[i], bytes[i + 1], bytes[i + 2]];
      const most = Math.max(red, green, blue);
      const least = Math.min(red, green, blue);
      if (most === least) continue;
      const h = (sixths(red, green, blue, most, most - least) + moved) % 6;
      const sector = Math.floor(h);
      // In each sector of the colour wheel, one colour is at `most`, one at `least`, and one in between.
      const way = sector % 2 === 0 ? h - sector : 1 - (h - sector);
      const middle = least + way * (most - least);
      bytes[i] = valueIn(sector, most, middle, least);
      bytes[i + 1] = valueIn((sector + 4) % 6, most, middle, least);
      bytes[i + 2] = valueIn((sector + 2) % 6, most, middle, least);
    }
  };
}

/** The hue in sixths of the colour wheel, 0..6: 0 is red, 2 green, 4 blue. */
function sixths(red: number, green: number, blue: number, most: number, span: number): number {
  if (most === red) return (green - blue) / span + (green < blue ? 6 : 0);
  return most === green ? (blue - red) / span + 2 : (red - green) / span + 4;
}

/** The value of red in a sector of the wheel. Green and blue have the same, two and four sectors away. */
function valueIn(sector: number, most: number, middle: number, least: number): number {
  if (sector === 0 || sector === 5) return most;
  return sector === 1 || sector === 4 ? middle : least;
}
