import type { NetworkFile } from '../../backbones/network-file.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { type FitTask, type FitTools, type Fitted, fitApproaches } from '../../fit/fit-approaches.ts';
import { learnedPictures } from '../../stages/ending/learned-pictures.ts';
import type { EmbeddingSession } from '../embedding/embedding-session.ts';
import { nodeRuntime } from '../runtime.ts';
import { version } from '../version.ts';
import type { WorkOptions } from '../work-options.ts';

/**
 * Pictures to learn from and to select on. Where there are none to select on, fitting holds out a `share` of train,
 * else a fifth.
 */
export type GivenParts = { readonly train: Embedded; readonly val: Embedded; readonly share?: number | undefined };

/** Options of learning from embedded parts. */
export type FitPartsOptions = WorkOptions & {
  readonly approach?: FitTask['approach'] | undefined;
  /** Also learns from labels that look wrong. */
  readonly keepSuspects?: boolean | undefined;
  /** Also chooses how several pictures of one thing are pooled. */
  readonly together?: boolean | undefined;
};

/** Fits the wanted approaches to embedded parts, and gives remarks to `warn`. */
export async function fitParts(
  { train, val, share }: GivenParts,
  session: EmbeddingSession,
  { bytes }: NetworkFile,
  { approach = 'both', keepSuspects = false, together = false, warn, ...options }: FitPartsOptions,
): Promise<Fitted> {
  const { fingerprint } = session;
  const given = { train, val: val.samples.length > 0 ? val : null, ...(share === undefined ? {} : { share }) };
  const task = { ...given, approach, fingerprint, seen: learnedPictures(bytes), keepSuspects, together };
  const fitted = await fitApproaches(task, toolsOf(session, options));
  for (const remark of fitted.remarks) warn?.(remark);
  return fitted;
}

/** What fitting needs from where it runs. */
export function toolsOf({ product }: EmbeddingSession, { seed = 0, threads, progress, signal }: WorkOptions): FitTools {
  return { runtime: nodeRuntime, product, seed, progress, signal, threads };
}

/** A bundle of what was fitted, its network and its provenance. */
export function bundleOf(
  fitted: Pick<Fitted, 'classifier' | 'gallery' | 'split' | 'chosen' | 'hashes'> &
    Partial<Pick<Fitted, 'answering' | 'openSet' | 'together'>>,
  { card, bytes }: NetworkFile,
  { fingerprint }: EmbeddingSession,
  { dataset, seed = 0 }: { readonly dataset: string; readonly seed?: number | undefined },
): Bundle {
  const { classifier, gallery, answering, openSet, together, split, chosen, hashes } = fitted;
  const provenance = { version: version(), dataset, seed, split, chosen, pictures: hashes };
  return {
    ...{ card, fingerprint, backbone: bytes, classifier, gallery, provenance },
    ...(answering && { answering }),
    ...(openSet && { openSet }),
    ...(together && { together }),
  };
}
