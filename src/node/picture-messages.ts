import type { ErrorJson } from '../base/error.ts';
import type { NativeCalls } from './native-calls.ts';

/** What every worker that computes numbers of pictures is started with. */
export type PictureWorkerData = { readonly calls: NativeCalls };

/** To a worker: a picture and what is wanted of it, or null to close once all pictures sent before are done. */
export type PictureRequest<Wish> = { readonly id: number; readonly encoded: Uint8Array; readonly wish: Wish } | null;

/** From a worker: what became of a picture; `id` null tells whether the worker could be made ready. */
export type PictureReply =
  | { readonly id: number | null; readonly numbers: Float32Array }
  | { readonly id: number | null; readonly error: ErrorJson };
