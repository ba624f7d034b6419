import { formatScore, percent, percentInterval } from '../../base/figures.ts';
import type { VerificationFigures, VerificationReport } from '../../evaluate/verification.ts';
import type { Threshold } from '../../gallery/threshold.ts';
import { table } from './table.ts';

/** The balanced accuracy on pairs in words: `93.3 % balanced accuracy on pairs (88.1 to 97.0 %)`. */
export function verifiedInWords({ figures }: VerificationReport): string {
  const { value, interval } = figures.balancedAccuracy;
  return `${percent(value)} balanced accuracy on pairs (${percentInterval(interval)})`;
}

/** A threshold and its source as an entry of an overview, one line per part of the source. */
export function thresholdText({ value, source }: Threshold): string {
  return `Threshold:   ${[formatScore(value), ...source.split(', ')].join(`,\n${' '.repeat(13)}`)}`;
}

/** A table of all verification metrics with their intervals. */
export function verificationText(figures: VerificationFigures, width: number): string {
  const known: Readonly<Record<string, VerificationFigures['accuracy']>> = figures;
  const rows = Object.entries(titles).map(([name, title]) => {
    const { value, interval } = known[name];
    return [title, percent(value), percentInterval(interval)];
  });
  const columns = [{ head: '' }, { head: 'value', align: 'right' }, { head: '95 % interval', align: 'right' }] as const;
  return table(columns, rows, width);
}

const titles: Readonly<Record<keyof VerificationFigures, string>> = {
  accuracy: 'accuracy',
  balancedAccuracy: 'balanced accuracy',
  trueAccept: 'same pairs accepted',
  falseAccept: 'different pairs accepted',
  verificationAuroc: 'verification AUC',
  equalErrorRate: 'equal error rate',
  trueAcceptAt1In100: 'same pairs accepted if 1 in 100 different is',
};
