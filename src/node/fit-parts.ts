import type { Bundle } from '../bundle/bundle.ts';
import type { Embedded } from '../data/embedded.ts';
import { type FitTask, type FitTools, type Fitted, fitApproaches } from '../fit/fit-approaches.ts';
import { learnedPictures } from '../stages/ending/learned-pictures.ts';
import { nodeRuntime } from './runtime.ts';
import { version } from './version.ts';
import type { WorkOptions } from './work-options.ts';
import type { Network, Workshop } from './workshop.ts';

/** What is learned from, and what is selected on; nothing to select on: learning holds out a `share` of train, else a fifth. */
export type GivenParts = { readonly train: Embedded; readonly val: Embedded; readonly share?: number | undefined };

/** Options of learning from embedded parts. */
export type FitPartsOptions = WorkOptions & {
  readonly approach?: FitTask['approach'] | undefined;
  /** Learns from labels that look wrong, too. */
  readonly keepSuspects?: boolean | undefined;
};

/** Learns the wanted approaches from embedded parts, and tells what a person should know. */
export async function fitParts(
  { train, val, share }: GivenParts,
  workshop: Workshop,
  { bytes }: Network,
  { approach = 'both', keepSuspects = false, warn, ...options }: FitPartsOptions,
): Promise<Fitted> {
  const { fingerprint } = workshop;
  const given = { train, val: val.samples.length > 0 ? val : null, ...(share === undefined ? {} : { share }) };
  const task = { ...given, approach, fingerprint, seen: learnedPictures(bytes), keepSuspects };
  const fitted = await fitApproaches(task, toolsOf(workshop, options));
  for (const remark of fitted.remarks) warn?.(remark);
  return fitted;
}

/** With what is learned here. */
export function toolsOf({ product }: Workshop, { seed = 0, threads, progress, signal }: WorkOptions): FitTools {
  return { runtime: nodeRuntime, product, seed, progress, signal, threads };
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
