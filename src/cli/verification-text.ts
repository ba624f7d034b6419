import { percent, percentInterval, whole } from '../base/figures.ts';
import type { VerificationFigures, VerificationReport } from '../evaluate/verification.ts';
import { table } from './table.ts';

/** In a sentence, how well pairs were told: `93.3 % of 60 same and 60 different pairs told rightly (88.1 to 97.0 %)`. */
export function verifiedInWords({ pairs, figures }: VerificationReport): string {
  const { value, interval } = figures.balancedAccuracy;
  const asked = `${whole(pairs.same)} same and ${whole(pairs.different)} different pairs`;
  return `${percent(value)} of ${asked} told rightly, both kinds alike (${percentInterval(interval)})`;
}

/** Every figure of verification with its interval. */
export function verificationText(figures: VerificationFigures): string {
  const known: Readonly<Record<string, VerificationFigures['accuracy']>> = figures;
  const rows = Object.entries(titles).map(([name, title]) => {
    const { value, interval } = known[name];
    return [title, percent(value), percentInterval(interval)];
  });
  return table([{ head: '' }, { head: 'value', align: 'right' }, { head: '95 % interval', align: 'right' }], rows);
}

const titles: Readonly<Record<keyof VerificationFigures, string>> = {
  accuracy: 'pairs told rightly',
  balancedAccuracy: 'the same, both kinds alike',
  trueAccept: 'same pairs accepted',
  falseAccept: 'different pairs accepted',
  verificationAuroc: 'verification AUC',
  equalErrorRate: 'equal error rate',
  trueAcceptAt1In100: 'same pairs accepted where 1 in 100 different is',
};
