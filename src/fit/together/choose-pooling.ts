import { auroc } from '../../metrics/auroc.ts';
import { mean } from '../../metrics/mean.ts';
import { standardError } from '../../metrics/standard-error.ts';
import type { ScoredGroups } from './score-groups.ts';

/** A way of pooling, and how it scores the groups of each draw. */
export type Candidate<Way> = { readonly way: Way; readonly scored: readonly ScoredGroups[] };

/**
 * The way that names and rejects groups best: twice its accuracy plus the AUROC of known groups against strangers,
 * averaged over the draws. A later way must lead by more than a standard error of the accuracy: with few groups the
 * plainest is chosen. `candidates` holds at least one.
 */
export function chooseWay<Way>(candidates: readonly Candidate<Way>[]): Way {
  const [first, ...rest] = candidates;
  const groups = Math.max(0, ...first.scored.map(({ known }) => known.length));
  let best = first;
  for (const candidate of rest) {
    const margin = 2 * standardError(accuracyOf(best), Math.max(1, groups));
    if (meritOf(candidate) > meritOf(best) + margin) best = candidate;
  }
  return best.way;
}

function meritOf({ scored }: Candidate<unknown>): number {
  const usable = scored.filter(({ known }) => known.length > 0);
  if (usable.length === 0) return 0;
  const rejecting = usable.filter(({ strangers }) => strangers.length > 0).map(aurocOf);
  return 2 * mean(usable.map(accuracyIn)) + (rejecting.length > 0 ? mean(rejecting) : 0);
}

function accuracyOf({ scored }: Candidate<unknown>): number {
  const usable = scored.filter(({ known }) => known.length > 0);
  return usable.length > 0 ? mean(usable.map(accuracyIn)) : 0;
}

function accuracyIn({ known }: ScoredGroups): number {
  return mean(known.map(({ truth, label }) => (truth === label ? 1 : 0)));
}

function aurocOf({ known, strangers }: ScoredGroups): number {
  return auroc({
    known: Float64Array.from(known, ({ score }) => score),
    strangers: Float64Array.from(strangers, ({ score }) => score),
  });
}
