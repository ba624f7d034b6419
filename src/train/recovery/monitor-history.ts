import { type Figures, figureNames, figuresBy } from '../../losses/monitor.ts';
import type { StepResults } from '../loop/learner.ts';
import { type Measured, meanOfLast, openingSteps } from './monitor-verdict.ts';

/** What a monitor has shown. */
export type MonitorHistory = {
  /** Of each step since learning began, or since the last answer to what was shown: the first few, and those up to now. */
  readonly figures: readonly Figures[];
  /** Every validation. */
  readonly measured: readonly Measured[];
};

/** Steps of which figures are kept: collapse is seen within them. */
const memory = 50;

/** What is watched after further steps; null where no monitor reports. */
export function extendedHistory(
  monitorHistory: MonitorHistory | undefined,
  reports: StepResults['reports'],
): MonitorHistory | null {
  if (!figureNames.every((name) => name in reports)) return null;
  const count = reports[figureNames[0]].length;
  const further = Array.from({ length: count }, (_, step) => figuresBy((name) => reports[name][step]));
  const { figures, measured } = monitorHistory ?? { figures: [], measured: [] };
  return { figures: bounded([...figures, ...further]), measured };
}

/** What is watched after a validation, whose score is the better the larger it is. */
export function measuring({ figures, measured }: MonitorHistory, step: number, score: number): MonitorHistory {
  return { figures, measured: [...measured, { step, score, gap: meanOfLast(figures).gap }] };
}

function bounded(figures: readonly Figures[]): readonly Figures[] {
  if (figures.length <= memory) return figures;
  return [...figures.slice(0, openingSteps), ...figures.slice(openingSteps - memory)];
}
