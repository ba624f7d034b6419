import type { Bundle } from '../bundle/bundle.ts';
import type { Embedded } from '../data/embedded.ts';
import { type FitTask, type Fitted, fitApproaches } from '../fit/fit-approaches.ts';
import { learnedPictures } from './learned-pictures.ts';
import { nodeRuntime } from './runtime.ts';
import { version } from './version.ts';
import type { WorkOptions } from './work-options.ts';
import type { Network, Workshop } from './workshop.ts';

/** What is learned from, and what is selected on; nothing to select on: learning holds out a part of train. */
export type GivenParts = { readonly train: Embedded; readonly val: Embedded };

/** Options of learning from embedded parts. */
export type FitPartsOptions = WorkOptions & {
  readonly approach?: FitTask['approach'] | undefined;
  /** Learns from labels that look wrong, too. */
  readonly keepSuspects?: boolean | undefined;
};

/** Learns the wanted approaches from embedded parts, and tells what a person should know. */
export async function fitParts(
  { train, val }: GivenParts,
  { fingerprint, product }: Workshop,
  { bytes }: Network,
  { approach = 'both', keepSuspects = false, seed = 0, threads, progress, signal, warn }: FitPartsOptions,
): Promise<Fitted> {
  const given = { train, val: val.samples.length > 0 ? val : null };
  const task = { ...given, approach, fingerprint, seen: learnedPictures(bytes), keepSuspects };
  const tools = { runtime: nodeRuntime, product, seed, progress, signal, threads };
  const fitted = await fitApproaches(task, tools);
  for (const remark of fitted.remarks) warn?.(remark);
  return fitted;
}

/** What was learned, with the network it was learned on and where it comes from. */
export function bundleOf(
  { classifier, gallery, split, chosen, hashes }: Fitted,
  { card, bytes }: Network,
  { fingerprint }: Workshop,
  { dataset, seed = 0 }: { readonly dataset: string; readonly seed?: number | undefined },
): Bundle {
  const provenance = { version: version(), dataset, seed, split, chosen, pictures: hashes };
  return { card, fingerprint, backbone: bytes, classifier, gallery, provenance };
}
