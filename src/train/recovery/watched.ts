import { type Figures, figureNames, figuresBy } from '../../losses/monitor.ts';
import type { Learned } from '../loop/learner.ts';
import { type Measured, meanOfLast, openingSteps } from './monitor-verdict.ts';

/** What a monitor has shown. */
export type Watched = {
  /** Of each step since learning began, or since the last answer to what was shown: the first few, and those up to now. */
  readonly figures: readonly Figures[];
  /** Every validation. */
  readonly measured: readonly Measured[];
};

/** Steps of which figures are kept: collapse is seen within them. */
const memory = 50;

/** What is watched after further steps; null where no monitor reports. */
export function watching(watched: Watched | undefined, reports: Learned['reports']): Watched | null {
  if (!figureNames.every((name) => name in reports)) return null;
  const count = reports[figureNames[0]].length;
  const further = Array.from({ length: count }, (_, step) => figuresBy((name) => reports[name][step]));
  const { figures, measured } = watched ?? { figures: [], measured: [] };
  return { figures: bounded([...figures, ...further]), measured };
}

/** What is watched after a validation, whose score is the better the larger it is. */
export function measuring({ figures, measured }: Watched, step: number, score: number): Watched {
  return { figures, measured: [...measured, { step, score, gap: meanOfLast(figures).gap }] };
}

function bounded(figures: readonly Figures[]): readonly Figures[] {
  if (figures.length <= memory) return figures;
  return [...figures.slice(0, openingSteps), ...figures.slice(openingSteps - memory)];
}
