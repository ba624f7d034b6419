import { type Figures, figureNames, figuresBy } from '../../losses/monitor.ts';
import type { StepResults } from '../loop/learner.ts';
import { meanOfLast, openingSteps, type ValidationPoint } from './monitor-verdict.ts';

/** The values that the monitor of a metric loss has reported. */
export type MonitorHistory = {
  /**
   * Values of each step since training began or since the last reaction to them: the first few steps and the latest
   * ones.
   */
  readonly figures: readonly Figures[];
  /** All validations. */
  readonly measured: readonly ValidationPoint[];
};

/** Number of steps kept. A collapse is seen within them. */
const memory = 50;

/** Adds the values of further steps; null where no monitor reports. */
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

/** Adds a validation with its score, larger is better. */
export function measuring({ figures, measured }: MonitorHistory, step: number, score: number): MonitorHistory {
  return { figures, measured: [...measured, { step, score, gap: meanOfLast(figures).gap }] };
}

function bounded(figures: readonly Figures[]): readonly Figures[] {
  if (figures.length <= memory) return figures;
  return [...figures.slice(0, openingSteps), ...figures.slice(openingSteps - memory)];
}
