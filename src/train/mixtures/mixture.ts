import type { Random } from '../../base/random.ts';

/** How one picture is mixed with another. */
export type Blend = {
  /** How much of the picture itself shows outside the box, 0..1; inside it only the other shows. */
  readonly opacity: number;
  /** In pixels, [top, left, bottom, right), bottom and right excluded; empty where top = bottom. */
  readonly box: readonly [number, number, number, number];
  /** Share of the picture's own class in the mixture, 0..1. */
  readonly share: number;
};

/** Draws how a picture is mixed. */
export type Mixture = (random: Random) => Blend;

/** What every mixture is made from. */
export type MixtureOptions = {
  /** Shares are drawn from Beta(alpha, alpha): small ones (0.1, 0.2) leave most pictures nearly whole, 1 is uniform. */
  readonly alpha?: number;
  readonly heightPx: number;
  readonly widthPx: number;
};

/** Nothing mixed in. */
export const whole: Blend = { opacity: 1, box: [0, 0, 0, 0], share: 1 };
