import { DiscernError } from '../base/error.ts';
import { crossBatchMemory } from './cross-batch-memory.ts';
import type { EmbeddingLoss } from './embedding-loss.ts';
import { type EmbeddingLossName, embeddingLosses } from './embedding-losses.ts';
import type { MetricRecipe } from './metric-objective.ts';
import { miners } from './miners/catalogue.ts';
import type { Miner } from './miners/miner.ts';
import { monitor } from './monitor.ts';

/** A recipe as data: names of the catalogues. */
export type NamedRecipe = {
  readonly loss: string;
  /** Absent or null: all comparisons are learned from. */
  readonly miner?: string | null | undefined;
  /** Of a batch. */
  readonly batch: number;
  /** Pictures of each class in a batch, where losses compare them. */
  readonly perClass?: number | null | undefined;
  readonly classes: number;
  readonly dimensions: number;
};

/** Pictures of each class that a batch has where losses compare pictures: enough positives, and many classes. */
export const usualPerClass = 4;

/** What a loss of this name needs: `labels`, where it compares pictures with classes, as cross-entropy does. Throws `not-found`. */
export function needsOf(loss: string): EmbeddingLoss['needs'] {
  return loss === 'crossEntropy' ? 'labels' : lossNamed(loss).needs;
}

/** How batches are drawn for a loss of this name on a backbone's features. Throws `not-found`. */
export function drawingOf(loss: string): { readonly batch: number; readonly perClass: number | null } {
  return needsOf(loss) === 'labels' ? { batch: 32, perClass: null } : { batch: 64, perClass: usualPerClass };
}

/** The recipe of these names, watched by a monitor. Throws `not-found` for a name that no catalogue has. */
export function recipeNamed({ loss, miner, batch, perClass, classes, dimensions }: NamedRecipe): MetricRecipe {
  const isBounded = perClass != null && classes * perClass >= batch;
  const chosen = miner == null ? null : minerNamed(miner);
  return {
    loss: lossNamed(loss),
    ...(chosen && { miner: chosen }),
    ...(chosen?.remembers && { memory: crossBatchMemory({ dimensions }) }),
    ...(isBounded && { mostPositives: Math.max(1, perClass - 1) }),
    monitor: monitor({ dimensions }),
  };
}

/** Whether the miner of this name needs a memory, and so labels. Throws `not-found`. */
export function remembers(miner: string): boolean {
  return minerNamed(miner).remembers ?? false;
}

function lossNamed(name: string): EmbeddingLoss {
  if (isLoss(name)) return embeddingLosses[name]();
  throw unknown('loss', name, Object.keys(embeddingLosses));
}

function minerNamed(name: string): Miner {
  const known: Readonly<Record<string, (typeof miners)[keyof typeof miners]>> = miners;
  if (Object.hasOwn(known, name)) return known[name]();
  throw unknown('miner', name, Object.keys(miners));
}

function isLoss(name: string): name is EmbeddingLossName {
  return Object.hasOwn(embeddingLosses, name);
}

function unknown(kind: string, given: string, names: readonly string[]): DiscernError {
  return new DiscernError('not-found', `there is no ${kind} ${given}`, {
    given,
    expected: `one of ${names.join(', ')}`,
    todo: `choose one of these ${kind === 'miner' ? 'miners' : 'losses'}`,
  });
}
