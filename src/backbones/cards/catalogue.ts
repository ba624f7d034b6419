import type { Card } from '../card.ts';
import { efficientNetLite0 } from './efficientnet-lite0.ts';
import { efficientNetLite2 } from './efficientnet-lite2.ts';

/**
 * The cards of the backbones that ship with Discern, by the name that people type.
 *
 * @example
 * Object.keys(cards); // => ['efficientnet-lite2', 'efficientnet-lite0']
 * const { sizePx, mean, std } = cards['efficientnet-lite0'].preprocessing;
 * sizePx; // => 224
 */
export const cards = {
  'efficientnet-lite2': efficientNetLite2,
  'efficientnet-lite0': efficientNetLite0,
} satisfies Readonly<Record<string, Card>>;

/** A name in the catalogue of backbones. */
export type BackboneName = keyof typeof cards;

/**
 * The name of the backbone that is used if none is named.
 *
 * @example
 * cards[defaultBackbone].dimensions; // => 1280
 */
export const defaultBackbone: BackboneName = 'efficientnet-lite2';

/** The card of an embedded backbone; undefined where none has that name. */
export function cardNamed(name: string): Card | undefined {
  return Object.entries<Card>(cards).find(([known]) => known === name)?.[1];
}
