import type { Card } from '../backbones/card.ts';
import type { ErrorJson } from '../base/error.ts';
import type { NativeCalls } from './native-calls.ts';

/** What a worker of pooledEmbedder is started with. */
export type EmbedWorkerData = {
  readonly card: Card;
  /** The ONNX file, shared by all workers. */
  readonly model: SharedArrayBuffer;
  readonly calls: NativeCalls;
};

/** To a worker: a picture, or null to close once all pictures sent before are done. */
export type EmbedRequest = { readonly id: number; readonly encoded: Uint8Array } | null;

/** From a worker: what became of a picture; `id` null tells whether the backbone was loaded. */
export type EmbedReply =
  | { readonly id: number | null; readonly embedding: Float32Array }
  | { readonly id: number | null; readonly error: ErrorJson };
