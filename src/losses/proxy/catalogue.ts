import type { ClassLoss } from '../loss.ts';
import { arcFace } from './arc-face.ts';
import { centre } from './centre.ts';
import { cosFace } from './cos-face.ts';
import { largeMarginSoftmax } from './large-margin-softmax.ts';
import { normalisedSoftmax } from './normalised-softmax.ts';
import { prototypical } from './prototypical.ts';
import { proxyAnchor } from './proxy-anchor.ts';
import { proxyNcaPlusPlus } from './proxy-nca-plus-plus.ts';
import { softTriple } from './soft-triple.ts';
import { subCentreArcFace } from './sub-centre-arc-face.ts';

/** Every loss that compares embeddings with weights that stand for classes, by name. */
export const classLosses = {
  normalisedSoftmax,
  cosFace,
  arcFace,
  subCentreArcFace,
  largeMarginSoftmax,
  proxyNcaPlusPlus,
  proxyAnchor,
  softTriple,
  centre,
  prototypical,
} satisfies Record<string, () => ClassLoss>;

/** The name of a class loss. */
export type ClassLossName = keyof typeof classLosses;
