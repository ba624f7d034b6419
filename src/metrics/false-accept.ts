import type { Openness } from './evidence.ts';
import { mean } from './mean.ts';

/**
 * Share of strangers accepted where `accepted` (0..1) of the known are: the highest threshold at which at least
 * that share of known pictures has score >= threshold. NaN where there is no known picture or no stranger.
 */
export function falseAcceptAt(accepted: number, { known, strangers }: Pick<Openness, 'known' | 'strangers'>): number {
  // The subtraction keeps 0.95 * 20 from becoming 20 by rounding.
  const needed = Math.max(1, Math.ceil(known.length * accepted - 1e-9));
  const threshold = known.slice().sort()[known.length - needed];
  return mean(Uint8Array.from(strangers, (score) => (score >= threshold ? 1 : 0)));
}
