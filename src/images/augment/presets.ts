import { affine } from './affine.ts';
import type { Augmentation } from './augmentation.ts';
import { colourJitter } from './colour-jitter.ts';
import { horizontalFlip } from './horizontal-flip.ts';
import { quarterTurn } from './quarter-turn.ts';
import { randomResizedCrop } from './random-resized-crop.ts';
import { verticalFlip } from './vertical-flip.ts';

/** The augmentations that suit one kind of pictures, in order. */
export type Preset = {
  /** When to choose this preset, in words for people. */
  readonly about: string;
  readonly augmentations: readonly Augmentation[];
};

/**
 * The presets, by kind of pictures.
 *
 * @example
 * Object.keys(presets); // => ['photos', 'documents', 'symmetric', 'none']
 * const augment = augmenter(presets.photos, cards[defaultBackbone].preprocessing);
 */
export const presets = {
  photos: {
    about: 'photographs of things that stand upright: parts of them, mirrored, in other light',
    augmentations: [randomResizedCrop({ scale: [0.35, 1] }), horizontalFlip(), colourJitter()],
  },
  documents: {
    about: 'characters, signs, scans: never mirrored, slightly turned, sheared, moved and enlarged',
    augmentations: [affine(), colourJitter({ brightness: 0.2, contrast: 0.2, saturation: 0 })],
  },
  symmetric: {
    about: 'things that may lie any way, seen from above: mirrored and turned by quarters, in other light',
    augmentations: [
      randomResizedCrop({ scale: [0.5, 1] }),
      horizontalFlip(),
      verticalFlip(),
      quarterTurn(),
      colourJitter({ brightness: 0.2, contrast: 0.2, saturation: 0.2 }),
    ],
  },
  none: { about: 'pictures as they are, each time alike', augmentations: [] },
} satisfies Record<string, Preset>;

/** Name of a preset. */
export type PresetName = keyof typeof presets;
