import { beta } from './beta.ts';
import { type Mixture, type MixtureOptions, whole } from './mixture.ts';

/** Both pictures shine through each other (Zhang et al. 2018). */
export function mixup({ alpha = 0.2 }: MixtureOptions): Mixture {
  return (random) => {
    const share = beta(random, alpha);
    return { ...whole, opacity: share, share };
  };
}
