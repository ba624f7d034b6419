import { DiscernError } from '../base/error.ts';
import { byteSize, counted } from '../base/figures.ts';
import { type NamedSizes, peakBytes } from '../graph/memory.ts';
import type { Values } from '../graph/value.ts';
import type { Objective } from './objective.ts';
import { stateBytes } from './parameter.ts';
import { stateParts, weightsOf } from './state.ts';
import { fedSteps, type TensorTypes } from './steps-graph.ts';

/** How steps are computed so that they fit into memory. What is learned stays the same, but for batch normalisation. */
export type MemorySetting = Required<Pick<Objective, 'recomputeSegments' | 'accumulationSteps'>>;

/** A setting, what it needs, and what to tell people of it: null where nothing had to be changed. */
export type MemoryFit = MemorySetting & {
  readonly bytes: number;
  readonly reported: string | null;
  /** The step graph that was weighed, so that whoever runs it need not build it again; absent: none was built. */
  readonly steps?: Values;
};

/** What decides a setting. */
export type MemoryQuestion = {
  /** Bytes that a process needs under a setting. */
  bytesOf(setting: MemorySetting): number;
  /** Bytes that there are. */
  readonly free: number;
  readonly batch: number;
  /** Whether what is learned depends on the samples of a part: batch normalisation by the batch. */
  readonly followsBatches: boolean;
};

/** As everything is computed where there is memory for it. */
export const plainSetting: MemorySetting = { recomputeSegments: 1, accumulationSteps: 1 };

/**
 * The cheapest setting that fits: as it is; else activations computed again (a sixth to a third more time); else the
 * batch divided; else both. Where batch normalisation follows the batches, parts keep 16 samples if anything with such
 * parts fits, and at least 2. Throws `too-large` where nothing fits.
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

/** How much longer a step takes than under the plain setting: its forward third is repeated, but for one segment. */
export function slowdown({ recomputeSegments }: MemorySetting): number {
  return 1 + (1 - 1 / recomputeSegments) / 3;
}

/** Segments that are tried: with more, what is handed over outweighs what is saved. */
const recomputing = [2, 4, 8];

/** Samples of a part from which batch normalisation can, and can well, learn. */
const [leastNormalised, wellNormalised] = [2, 16];

/** What a process really takes, as a multiple of what is foretold: 1.03 to 1.36 was measured. */
const margin = 1.4;

/** What is learned by fed batches, and in how many bytes. */
export type FitTask = {
  /** The objective under a setting, and the types of a batch's tensors [B, ...]. */
  objective(setting: MemorySetting): Objective;
  readonly types: TensorTypes;
  readonly batch: number;
  readonly stepsPerCall: number;
  readonly free: number;
};

/** The cheapest setting under which fed batches are learned within so many bytes. */
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
 * Bytes for steps and what is held beside them: a state to go back to, the best weights, and the file in which both and
 * the state are kept (keep/checkpoint-file.ts), which is one piece of memory while the runtime still holds a step's.
 */
export function bytesOfSteps(objective: Objective, steps: Values, sizes: NamedSizes): number {
  const [state, weights] = [stateParts(objective), weightsOf(objective)].map(stateBytes);
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
    todo: 'take a smaller batch, smaller pictures or a smaller network, let less of it learn (--head-only), or give it more memory',
  });
}

function divisorsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter((divisor) => count % divisor === 0);
}
