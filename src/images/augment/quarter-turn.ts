import type { Augmentation } from './augmentation.ts';
import { happens } from './draws.ts';
import { rotated } from './rotation.ts';

/**
 * Turned by 0, 90, 180 or 270 degrees, all alike: loses no pixel and invents none. For what may lie any way. Below full
 * strength a picture is left alone the more often.
 */
export function quarterTurn(): Augmentation {
  return (view, random, strength) => {
    const turns = random.integer(4);
    return happens(strength, random) && turns > 0 ? rotated(view, 90 * turns) : view;
  };
}
