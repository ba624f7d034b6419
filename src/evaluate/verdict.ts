import { counted } from '../base/figures.ts';
import { fewestStrangers, findingOf, type IntervalFinding, picturesNeeded } from './interval-finding.ts';
import { reasons } from './reasons.ts';
import type { Choice, Difference, Findings, UnknownResult, Verdict } from './results.ts';

/** The choice by who names pictures better (rows) and who tells strangers better (columns). */
const choices: Readonly<Record<IntervalFinding, Readonly<Record<IntervalFinding, Choice>>>> = {
  classifier: {
    classifier: 'classifier',
    gallery: 'hybrid',
    same: 'classifier',
    close: 'classifier',
    unclear: 'classifier',
  },
  gallery: { classifier: 'hybrid', gallery: 'gallery', same: 'gallery', close: 'gallery', unclear: 'gallery' },
  same: { classifier: 'classifier', gallery: 'gallery', same: 'either', close: 'either', unclear: 'either' },
  close: { classifier: 'classifier', gallery: 'gallery', same: 'undecided', close: 'undecided', unclear: 'undecided' },
  unclear: {
    classifier: 'undecided',
    gallery: 'undecided',
    same: 'undecided',
    close: 'undecided',
    unclear: 'undecided',
  },
};

/**
 * Which approach to use. The more accurate one if the difference is more than chance; if they are equal to within 2
 * points, the one that tells strangers better; both if each is better at one of the two; undecided if there are too few
 * pictures to tell.
 */
export function verdict(findings: Findings): Verdict {
  const { classifier, difference, unknown } = findings;
  if (difference === null) return onlyOne(classifier === null ? 'gallery' : 'classifier', findings);
  const accuracy = findingOf(difference.interval);
  const strangers = strangersLean(unknown);
  const choose = choices[accuracy][strangers];
  const sentence = sentences[choose]({ accuracy, strangers, difference, samples: findings.samples });
  return { choose, sentence, because: reasons(findings, choose) };
}

function strangersLean(unknown: UnknownResult | null): IntervalFinding {
  if (!unknown?.difference || unknown.samples < fewestStrangers) return 'unclear';
  return findingOf(unknown.difference.interval);
}

function onlyOne(choose: 'classifier' | 'gallery', findings: Findings): Verdict {
  const sentence = `Use the ${choose}: it is the only one that could be learned from these pictures.`;
  return { choose, sentence, because: reasons(findings, choose) };
}

type Situation = {
  readonly accuracy: IntervalFinding;
  readonly strangers: IntervalFinding;
  readonly difference: Difference;
  readonly samples: number;
};

const sentences: Readonly<Record<Choice, (situation: Situation) => string>> = {
  classifier: (situation) => `Use the classifier: ${winsBy('classifier', situation)}.`,
  gallery: (situation) => `Use the gallery: ${winsBy('gallery', situation)}.`,
  hybrid: ({ accuracy }) =>
    accuracy === 'classifier'
      ? 'Use both: let the classifier name the picture, and the gallery say whether it is known at all.'
      : 'Use both: let the gallery name the picture, and the classifier say whether it is known at all.',
  either: () => 'Use either: they name pictures equally well, to within 2 points.',
  undecided: ({ samples, strangers, difference: { accuracy, interval } }) =>
    `Undecided: ${counted(samples, 'picture')} ${samples === 1 ? 'is' : 'are'} too few to tell the two apart; ` +
    `about ${counted(picturesNeeded(samples, accuracy, interval), 'picture')} would be enough ` +
    'if the difference stays as it is.' +
    (strangers === 'gallery' || strangers === 'classifier' ? ` The ${strangers} does tell strangers better.` : '') +
    untilThen(accuracy),
};

/** What to use for now; `accuracy` is gallery minus classifier. */
function untilThen(accuracy: number): string {
  return accuracy > 0
    ? ' Until then take the gallery, which is ahead and can answer "unknown".'
    : ' Until then take the classifier if every picture will be of a known class, else the gallery.';
}

function winsBy(winner: 'classifier' | 'gallery', { accuracy, strangers }: Situation): string {
  if (accuracy === 'same') return 'they name pictures equally well, and it tells known pictures from strangers better';
  if (accuracy === 'close') {
    return 'neither is known to name pictures better, and it tells known pictures from strangers better';
  }
  return strangers === winner
    ? 'it names more pictures rightly, and tells known pictures from strangers better'
    : 'it names more pictures rightly, by more than chance';
}
