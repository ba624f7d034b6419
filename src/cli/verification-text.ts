import { percent, percentInterval, score } from '../base/figures.ts';
import type { VerificationFigures, VerificationReport } from '../evaluate/verification.ts';
import type { Threshold } from '../gallery/threshold.ts';
import { table } from './table.ts';

/** In a sentence, how well pairs were told: `93.3 % told rightly, both kinds counting alike (88.1 to 97.0 %)`. */
export function verifiedInWords({ figures }: VerificationReport): string {
  const { value, interval } = figures.balancedAccuracy;
  return `${percent(value)} told rightly, both kinds counting alike (${percentInterval(interval)})`;
}

/** A threshold and where it comes from, a line for each part, as an entry of an overview. */
export function thresholdText({ value, source }: Threshold): string {
  return `Threshold:   ${[score(value), ...source.split(', ')].join(`,\n${' '.repeat(13)}`)}`;
}

/** Every figure of verification with its interval. */
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
  accuracy: 'pairs told rightly',
  balancedAccuracy: 'the same, both kinds counting alike',
  trueAccept: 'same pairs accepted',
  falseAccept: 'different pairs accepted',
  verificationAuroc: 'verification AUC',
  equalErrorRate: 'equal error rate',
  trueAcceptAt1In100: 'same pairs accepted where 1 in 100 different is',
};
