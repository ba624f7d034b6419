import type { Random } from '../../base/random.ts';

/** How one picture is mixed with another. */
export type Blend = {
  /** Weight of the picture itself outside the box, 0..1. Inside the box only the other picture shows. */
  readonly opacity: number;
  /** [top, left, bottom, right) in pixels, bottom and right excluded; empty where top = bottom. */
  readonly box: readonly [number, number, number, number];
  /** Share of the picture's own class in the mixed label, 0..1. */
  readonly share: number;
};

/** Draws how a picture is mixed. */
export type Mixture = (random: Random) => Blend;

/** Options of every mixture. */
export type MixtureOptions = {
  /**
   * Shares are drawn from Beta(alpha, alpha). Small values (0.1, 0.2) leave most pictures nearly unmixed; 1 is uniform.
   */
  readonly alpha?: number;
  readonly heightPx: number;
  readonly widthPx: number;
};

/** No mixing. */
export const unmixed: Blend = { opacity: 1, box: [0, 0, 0, 0], share: 1 };
