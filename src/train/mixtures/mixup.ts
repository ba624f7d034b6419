import { beta } from './beta.ts';
import { type Mixture, type MixtureOptions, unmixed } from './mixture.ts';

/** mixup (Zhang et al. 2018): the weighted mean of both pictures. */
export function mixup({ alpha = 0.2 }: MixtureOptions): Mixture {
  return (random) => {
    const share = beta(random, alpha);
    return { ...unmixed, opacity: share, share };
  };
}
