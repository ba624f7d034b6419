import type { Random } from '../../base/random.ts';
import type { Augmentation } from './augmentation.ts';
import { brightness } from './brightness.ts';
import { contrast } from './contrast.ts';
import { uniformBetween, uniformUpTo } from './draws.ts';
import { hue } from './hue.ts';
import type { Paint } from './paint.ts';
import { saturation } from './saturation.ts';
import { withPaint } from './view.ts';

/** Options of colourJitter; 0 switches a part off. */
export type ColourJitterOptions = {
  /** Factors from 1 - b to 1 + b. Choose it by how much the light differs between pictures. */
  readonly brightness?: number;
  readonly contrast?: number;
  readonly saturation?: number;
  /** The hue shift, at most 0.5 turns of the colour wheel. Keep it small where colour tells classes apart. */
  readonly hue?: number;
};

/** Changes brightness, contrast, saturation and hue by random amounts, in random order: torchvision's ColorJitter. */
export function colourJitter(options: ColourJitterOptions = {}): Augmentation {
  const most = { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0, ...options };
  return (view, random, strength) => {
    const parts: (Paint | null)[] = [
      changed(brightness, factorNearOne(strength * most.brightness, random)),
      changed(contrast, factorNearOne(strength * most.contrast, random)),
      changed(saturation, factorNearOne(strength * most.saturation, random)),
      changed(hue, uniformUpTo(strength * most.hue, random), 0),
    ];
    return random.shuffle(parts).reduce((seen, paint) => (paint === null ? seen : withPaint(seen, paint)), view);
  };
}

function factorNearOne(most: number, random: Random): number {
  return uniformBetween([Math.max(0, 1 - most), 1 + most], random);
}

function changed(paint: (amount: number) => Paint, amount: number, none = 1): Paint | null {
  return amount === none ? null : paint(amount);
}
