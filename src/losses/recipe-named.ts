import { DiscernError } from '../base/error.ts';
import { embeddingLosses, type LogitLossOptions, logitLosses, losses } from './catalogue.ts';
import { crossBatchMemory } from './cross-batch-memory.ts';
import type { EmbeddingLoss, LogitLoss } from './loss.ts';
import type { MetricRecipe } from './metric-loss.ts';
import { miners } from './miners/catalogue.ts';
import type { Miner } from './miners/miner.ts';
import { monitor } from './monitor.ts';

/** A recipe as data: names of the catalogues. */
export type NamedRecipe = {
  readonly loss: string;
  /** Null or absent: the loss learns from all comparisons. */
  readonly miner?: string | null | undefined;
  /** Pictures of a batch, B. */
  readonly batch: number;
  /** Pictures of each class in a batch, for losses that compare them; null or absent: not fixed. */
  readonly perClass?: number | null | undefined;
  readonly classes: number;
  /** Numbers of an embedding, D. */
  readonly dimensions: number;
};

/** Pictures of each class in a batch, where a loss compares pictures: several positives, and still many classes. */
export const usualPerClass = 4;

/**
 * What a loss of this name needs of the data: `labels`, also for a loss on logits; `pairs` or `triplets`. Throws
 * `not-found`.
 */
export function needsOf(loss: string): EmbeddingLoss['needs'] {
  const { needs } = lossNamed(loss);
  return needs === 'logits' ? 'labels' : needs;
}

/**
 * The loss on logits of this name, with these options; null if the name is that of a loss on embeddings. Throws
 * `not-found`.
 */
export function logitLossNamed(name: string, options: LogitLossOptions): LogitLoss | null {
  if (has(logitLosses, name)) return logitLosses[name](options);
  lossNamed(name);
  return null;
}

/**
 * The batch size, and the pictures of each class in a batch, to train with this loss on a backbone's features; null:
 * any. Throws `not-found`.
 */
export function drawingOf(loss: string): { readonly batch: number; readonly perClass: number | null } {
  return needsOf(loss) === 'labels' ? { batch: 32, perClass: null } : { batch: 64, perClass: usualPerClass };
}

/**
 * The recipe of these names, with a monitor. Throws `not-found` for a name that no catalogue of miners or of losses on
 * embeddings has.
 */
export function recipeNamed({ loss, miner, batch, perClass, classes, dimensions }: NamedRecipe): MetricRecipe {
  const isBounded = perClass != null && classes * perClass >= batch;
  const chosen = miner == null ? null : minerNamed(miner);
  return {
    loss: embeddingLossNamed(loss),
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

function lossNamed(name: string): EmbeddingLoss | LogitLoss {
  if (has(losses, name)) return losses[name]();
  throw unknown('loss', name, Object.keys(losses));
}

function embeddingLossNamed(name: string): EmbeddingLoss {
  if (has(embeddingLosses, name)) return embeddingLosses[name]();
  throw unknown('loss', name, Object.keys(embeddingLosses));
}

function minerNamed(name: string): Miner {
  if (has(miners, name)) return miners[name]();
  throw unknown('miner', name, Object.keys(miners));
}

function has<T extends object>(catalogue: T, name: PropertyKey): name is keyof T {
  return Object.hasOwn(catalogue, name);
}

function unknown(kind: string, given: string, names: readonly string[]): DiscernError {
  return new DiscernError('not-found', `there is no ${kind} ${given}`, {
    given,
    expected: `one of ${names.join(', ')}`,
    todo: `choose one of these ${kind === 'miner' ? 'miners' : 'losses'}`,
  });
}
