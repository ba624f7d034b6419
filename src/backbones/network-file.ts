import type { Card } from './card.ts';

/** A network as data: its card, and the bytes of the ONNX file that the card describes. */
export type NetworkFile = { readonly card: Card; readonly bytes: Uint8Array };
