import { counted, duration, percent } from '../../base/figures.ts';
import { tradeOffInWords, unitsInWords } from '../../calibrate/open-set/trade-off-in-words.ts';
import { projectionKinds } from '../../fit/projection-kinds.ts';
import { matcherInWords } from '../../gallery/matchers/catalogue.ts';
import { type FitResult, fitData } from '../../node/fit/fit-data.ts';
import { shellWord } from '../../node/shell-word.ts';
import { dataParameters } from '../options/data-parameters.ts';
import { type ExclusiveOption, requireCompatible } from '../options/exclusive-options.ts';
import { networkOptions, networkParameters } from '../options/network-parameters.ts';
import { choice, flag, folded, optionalText, text } from '../options/parameters.ts';
import { workOptions } from '../options/work-options.ts';
import { reportSkipped } from '../text/report-skipped.ts';
import { thresholdText, verifiedInWords } from '../text/verification-text.ts';
import { command } from './command.ts';

/** Fits a bundle. */
export const fit = command({
  arguments: {
    data: text('<data>', 'a folder with a folder per class, or a list of labels, pairs, triplets or groups'),
  },
  options: {
    out: text('--out <bundle>', 'the bundle to write: a folder, or one file that ends in .discern'),
    approach: choice('--approach <which>', 'what to fit', ['both', 'classifier', 'gallery'], 'both'),
    unknown: optionalText('--unknown <folder>', 'pictures of no known class, to measure false accepts'),
    keepSuspects: flag('--keep-suspects', 'also use pictures whose labels look wrong'),
    keepEnrolled: folded(
      flag('--keep-enrolled', 'keep pictures enrolled or relabelled by hand in the existing bundle'),
    ),
    dropEnrolled: folded(flag('--drop-enrolled', 'drop them')),
    ...dataParameters,
    ...networkParameters,
  },
  example: ['discern fit demo/pictures --out emoji'],
  run: async (
    { data, out, approach, unknown, keepSuspects, keepEnrolled, dropEnrolled, parts, ...network },
    context,
  ) => {
    requireCompatible({ keepEnrolled, dropEnrolled }, exclusive);
    const enrolled = keepEnrolled ? ('keep' as const) : dropEnrolled ? ('drop' as const) : undefined;
    const how = { out, approach, unknown, keepSuspects, enrolled, parts };
    const result = await fitData(data, { ...workOptions(context), ...networkOptions(network, context), ...how });
    reportSkipped(result.skipped, context);
    return { json: result, text: result.verification === null ? overview(result) : pairsOverview(result) };
  },
});

const exclusive: readonly ExclusiveOption[] = [
  { option: '--drop-enrolled', excludes: ['--keep-enrolled'], because: 'one drops what the other keeps' },
];

function overview(result: FitResult): string {
  const { bundle, samples, classes, split, seed, seconds, backbone } = result;
  const from = `${counted(samples, 'picture')} of ${counted(classes, 'class', 'classes')}`;
  return [
    `Fitted to ${from} in ${duration(seconds)} (${split.train} to train, ${split.val} to validate, seed ${seed}).`,
    '',
    ...[classifierLine, galleryLine, answerLine, laterLine, unknownLine, labelsLine]
      .map((line) => line(result))
      .filter((line) => line !== null),
    `Network:     ${backbone}`,
    `Bundle:      ${bundle}`,
    '',
    `Next: discern predict ${shellWord(bundle)} PICTURE`,
  ].join('\n');
}

/** The overview of a fit without labels. */
function pairsOverview(result: FitResult): string {
  const { bundle, samples, seed, seconds, backbone, chosen, threshold, verification, enrolled } = result;
  const word = shellWord(bundle);
  const kept = enrolled?.fate === 'keep' ? enrolled.enrolled + enrolled.relabelled : 0;
  const holds = kept > 0 ? `${counted(kept, 'picture')} kept from before` : 'no class yet';
  const space =
    chosen.gallery === null
      ? []
      : [`Gallery:     ${holds}, on ${projectionKinds[chosen.gallery.projection.name].brief}`];
  return [
    `Fitted to ${counted(samples, 'picture')} without labels in ${duration(seconds)} (seed ${seed}).`,
    '',
    ...(threshold === null ? [] : [thresholdText(threshold)]),
    ...(verification === null ? [] : [`Held out:    ${verifiedInWords(verification)}`]),
    ...space,
    `Network:     ${backbone}`,
    `Bundle:      ${bundle}`,
    '',
    `Next: discern verify ${word} A B`,
    ...(kept > 0 ? [] : [`To use predict, first enrol classes: discern enrol ${word} LABEL FILE`]),
  ].join('\n');
}

function classifierLine({ chosen, validation }: FitResult): string | null {
  if (chosen.classifier === null) return null;
  const { head, projection } = chosen.classifier;
  return `Classifier:  a ${head} head on ${projectionKinds[projection.name].brief}; ${named(validation.classifier)}`;
}

function galleryLine({ chosen, validation }: FitResult): string | null {
  if (chosen.gallery === null) return null;
  const { matcher, projection } = chosen.gallery;
  const how = `compares ${matcherInWords(matcher)}, on ${projectionKinds[projection.name].brief}`;
  return `Gallery:     ${how}; ${named(validation.gallery)}`;
}

function named(validation: { readonly accuracy: number } | null): string {
  return validation === null ? 'not validated' : `accuracy ${percent(validation.accuracy)} on validation`;
}

/** Who answers, and what the threshold gains and costs. */
function answerLine({ answer, tradeOffs }: FitResult): string | null {
  if (answer === null || tradeOffs === null) return null;
  const by = { classifier: 'by the classifier', gallery: 'by the gallery', hybrid: 'by both together' }[answer.by];
  const [balanced, ...others] = tradeOffInWords(tradeOffs.answer);
  return [
    `Answers:     ${by}`,
    `Unknown:     ${balanced}`,
    ...others.map((line) => `             ${line}`),
    `             (estimated from ${unitsInWords(tradeOffs.answer, 'classes')})`,
  ].join('\n');
}

/** The accuracy to expect for classes that are enrolled after the fit. */
function laterLine({ validation }: FitResult): string | null {
  const later = validation.gallery?.later ?? null;
  if (later === null) return null;
  const shares = later.accuracy.map((share, i) => `${percent(share)} with ${counted(later.pictures[i], 'picture')}`);
  return `Enrol later: accuracy on new classes ${shares.join(', ')}`;
}

function unknownLine({ unknown }: FitResult): string | null {
  if (unknown === null || unknown.falseAccept === null) return null;
  return `Strangers:   the gallery accepts ${percent(unknown.falseAccept)} of ${counted(unknown.samples, 'picture')}`;
}

/** This many doubtful labels are shown; `labelScores` in the JSON has all. */
const shownLabels = 5;

/** Pictures that were used although another class is closer than their own; null if there are none. */
function labelsLine({ labelScores, suspects }: FitResult): string | null {
  const left = new Set(suspects.map(({ path }) => path));
  const doubtful = labelScores.filter(({ path, score }) => score !== null && score > 0 && !left.has(path));
  if (doubtful.length === 0) return null;
  const are =
    doubtful.length === 1
      ? 'is closer to another class than to its own'
      : 'are closer to another class than to their own';
  const first = doubtful
    .slice(0, shownLabels)
    .map(({ path, label, suggested }) => `  ${path} (${label}; closer to ${suggested})`);
  return [`Labels:      ${counted(doubtful.length, 'picture')} ${are}. Check first:`, ...first].join('\n');
}
