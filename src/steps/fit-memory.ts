import { DiscernError } from '../base/error.ts';
import { byteSize, counted } from '../base/figures.ts';
import { type NamedSizes, peakBytes } from '../graph/memory.ts';
import type { Values } from '../graph/value.ts';
import type { Objective } from './objective.ts';
import { stateBytes } from './parameter.ts';
import { stateParts, trackedParts } from './state.ts';
import { fedSteps, type TensorTypes } from './steps-graph.ts';

/** How steps are computed to fit into memory. The result is the same, except with batch normalisation. */
export type MemorySetting = Required<Pick<Objective, 'recomputeSegments' | 'accumulationSteps'>>;

/** A setting with its memory in bytes, and a sentence for the user on what was changed; null where nothing was. */
export type MemoryFit = MemorySetting & {
  readonly bytes: number;
  readonly reported: string | null;
  /** The step graph that was weighed, so that whoever runs it need not build it again; absent: none was built. */
  readonly steps?: Values;
};

/** What decides which setting fits. */
export type MemoryQuestion = {
  /** Bytes that the process needs with a setting. */
  bytesOf(setting: MemorySetting): number;
  /** Bytes of free memory. */
  readonly free: number;
  readonly batch: number;
  /** Whether the result depends on which samples are in one part: batch normalisation by the batch. */
  readonly followsBatches: boolean;
};

/** The setting where memory is plentiful: nothing is recomputed, and batches are whole. */
export const plainSetting: MemorySetting = { recomputeSegments: 1, accumulationSteps: 1 };

/**
 * The cheapest setting that fits, tried in this order: plain; with activations recomputed (a sixth to a third slower);
 * with the batch divided; both. Where batch normalisation follows the batches, a part has at least 2 samples, and at
 * least 16 if any such setting fits. Throws `too-large` where nothing fits.
 */
export function fittingSetting({ bytesOf, free, batch, followsBatches }: MemoryQuestion): MemoryFit {
  const parts = divisorsOf(batch).filter((count) => count > 1 && (!followsBatches || batch / count >= leastNormalised));
  const all = [
    plainSetting,
    ...recomputing.map((recomputeSegments) => ({ recomputeSegments, accumulationSteps: 1 })),
    ...parts.map((accumulationSteps) => ({ recomputeSegments: 1, accumulationSteps })),
    ...parts.flatMap((accumulationSteps) =>
      recomputing.map((recomputeSegments) => ({ recomputeSegments, accumulationSteps })),
    ),
  ];
  const isNormalised = ({ accumulationSteps }: MemorySetting) =>
    !followsBatches || accumulationSteps === 1 || batch / accumulationSteps >= wellNormalised;
  const needs: number[] = [];
  for (const setting of [...all.filter(isNormalised), ...all.filter((each) => !isNormalised(each))]) {
    const bytes = bytesOf(setting);
    needs.push(bytes);
    if (bytes <= free)
      return { ...setting, bytes, reported: reported(setting, { plain: needs[0], free, batch, followsBatches }) };
  }
  throw tooLarge(needs, free, batch);
}

/**
 * How much longer a step takes than with the plain setting: its forward pass, a third of it, is repeated, except for
 * one segment.
 */
export function slowdown({ recomputeSegments }: MemorySetting): number {
  return 1 + (1 - 1 / recomputeSegments) / 3;
}

/** Numbers of segments that are tried: with more, handing activations over costs more than it saves. */
const recomputing = [2, 4, 8];

/** Samples of a part: the fewest for batch normalisation, and enough for it. */
const [leastNormalised, wellNormalised] = [2, 16];

/** Real memory as a multiple of the estimate: 1.03 to 1.36 was measured. */
const margin = 1.4;

/** A training by fed batches, and the memory for it. */
export type FitTask = {
  /** The objective with a setting. */
  objective(setting: MemorySetting): Objective;
  readonly types: TensorTypes;
  readonly batch: number;
  readonly stepsPerCall: number;
  readonly free: number;
};

/**
 * The cheapest setting with which training by fed batches fits into `free` bytes. Throws `too-large` where none does.
 */
export function fitMemory({ objective, types, batch, stepsPerCall, free }: FitTask): MemoryFit {
  let steps: Values = {};
  const bytesOf = (setting: MemorySetting) => {
    const learned = { ...objective(setting), ...setting };
    steps = fedSteps(learned, types);
    return bytesOfSteps(learned, steps, { S: stepsPerCall });
  };
  const { statistics = [] } = objective(plainSetting);
  const fit = fittingSetting({ bytesOf, free, batch, followsBatches: statistics.length > 0 });
  return { ...fit, steps };
}

/**
 * Bytes for steps, and for what is held beside them: a state to return to, the best weights, and the checkpoint file of
 * both and the state (train/checkpoints), which is written as one piece while the runtime still holds a step's memory.
 */
export function bytesOfSteps(objective: Objective, steps: Values, sizes: NamedSizes): number {
  const [state, weights] = [stateParts(objective), trackedParts(objective)].map(stateBytes);
  const held = state + weights;
  const file = state + held;
  return Math.ceil(margin * peakBytes(steps, sizes) + held + file);
}

function reported({ recomputeSegments, accumulationSteps }: MemorySetting, seen: Seen): string | null {
  if (recomputeSegments === 1 && accumulationSteps === 1) return null;
  const { plain, free, batch, followsBatches } = seen;
  const again = recomputeSegments === 1 ? [] : ['activations are computed again (about a quarter slower)'];
  const each = counted(batch / accumulationSteps, 'sample');
  const separately = followsBatches ? `, which batch normalisation then sees one by one` : '';
  const divided = accumulationSteps === 1 ? [] : [`batches go in ${accumulationSteps} parts of ${each}${separately}`];
  const answer = [...again, ...divided].join(', and ');
  return `a step needs about ${byteSize(plain)} and ${byteSize(free)} are free: ${answer}`;
}

type Seen = Omit<MemoryQuestion, 'bytesOf'> & { readonly plain: number };

function tooLarge(needs: readonly number[], free: number, batch: number): DiscernError {
  const least = needs.reduce((a, b) => Math.min(a, b));
  return new DiscernError('too-large', `a step of training needs more memory than there is: ${byteSize(least)}`, {
    given: `batches of ${batch}: ${byteSize(needs[0])} at once, ${byteSize(least)} in parts and computed again`,
    expected: `at most ${byteSize(free)}, which are free`,
    todo:
      'take a smaller batch, smaller pictures or a smaller network, let less of it learn (--head-only), ' +
      'or give it more memory',
  });
}

function divisorsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter((divisor) => count % divisor === 0);
}
