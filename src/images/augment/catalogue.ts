import { affine } from './affine.ts';
import type { Augmentation } from './augmentation.ts';
import { colourJitter } from './colour-jitter.ts';
import { erasing } from './erasing.ts';
import { gaussianBlur } from './gaussian-blur.ts';
import { grayscale } from './grayscale.ts';
import { horizontalFlip } from './horizontal-flip.ts';
import { quarterTurn } from './quarter-turn.ts';
import { randAugment } from './rand-augment.ts';
import { randomResizedCrop } from './random-resized-crop.ts';
import { rotation } from './rotation.ts';
import { trivialAugment } from './trivial-augment.ts';
import { verticalFlip } from './vertical-flip.ts';

/** All augmentations, by name. */
export const augmentations = {
  randomResizedCrop,
  horizontalFlip,
  verticalFlip,
  quarterTurn,
  rotation,
  affine,
  colourJitter,
  grayscale,
  gaussianBlur,
  erasing,
  randAugment,
  trivialAugment,
} satisfies Record<string, () => Augmentation>;
