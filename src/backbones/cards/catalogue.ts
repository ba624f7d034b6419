import type { Card } from '../card.ts';
import { efficientNetLite0 } from './efficientnet-lite0.ts';
import { efficientNetLite2 } from './efficientnet-lite2.ts';

/** The cards of the backbones that ship with Discern, by the name that people type. */
export const cards = {
  'efficientnet-lite2': efficientNetLite2,
  'efficientnet-lite0': efficientNetLite0,
} satisfies Readonly<Record<string, Card>>;

/** A name in the catalogue of backbones. */
export type BackboneName = keyof typeof cards;

/** The backbone to use where none is named. */
export const defaultBackbone: BackboneName = 'efficientnet-lite2';

/** The card of an embedded backbone; undefined where none has that name. */
export function cardNamed(name: string): Card | undefined {
  return Object.entries<Card>(cards).find(([known]) => known === name)?.[1];
}
