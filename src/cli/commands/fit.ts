import { counted, duration, percent } from '../../base/figures.ts';
import { type FitResult, fitData } from '../../node/fit-data.ts';
import { type Contradiction, refuseContradictions } from '../contradictions.ts';
import { networkOptions, networkParameters } from '../network-parameters.ts';
import { choice, flag, optionalText, text } from '../parameters.ts';
import { tellSkipped } from '../tell-skipped.ts';
import { workOptions } from '../work-options.ts';
import { command } from './command.ts';

/** Learns a bundle. */
export const fit = command({
  arguments: { data: text('<data>', 'a folder with a folder per class, or a list of pictures with their labels') },
  options: {
    out: text('--out <bundle>', 'where the bundle goes: a folder, or one file that ends in .discern'),
    approach: choice('--approach <which>', 'what to learn', ['both', 'classifier', 'gallery'], 'both'),
    unknown: optionalText('--unknown <folder>', 'pictures of no known class, to see how many would be accepted'),
    keepSuspects: flag('--keep-suspects', 'learns from labels that look wrong, too'),
    keepEnrolled: flag('--keep-enrolled', 'keeps what was enrolled or relabelled by hand in the bundle that is there'),
    dropEnrolled: flag('--drop-enrolled', 'lets it go'),
    ...networkParameters,
  },
  example: ['discern fit demo/pictures --out emoji'],
  run: async ({ data, out, approach, unknown, keepSuspects, keepEnrolled, dropEnrolled, ...network }, context) => {
    refuseContradictions({ keepEnrolled, dropEnrolled }, contradictions);
    const enrolled = keepEnrolled ? ('keep' as const) : dropEnrolled ? ('drop' as const) : undefined;
    const how = { out, approach, unknown, keepSuspects, enrolled };
    const result = await fitData(data, { ...workOptions(context), ...networkOptions(network, context), ...how });
    tellSkipped(result.skipped, context);
    return { json: result, text: overview(result) };
  },
});

const contradictions: readonly Contradiction[] = [
  { option: '--drop-enrolled', leavesNothingTo: ['--keep-enrolled'], because: 'what goes cannot be kept' },
];

function overview(result: FitResult): string {
  const { bundle, samples, classes, split, seed, seconds, backbone } = result;
  const from = `${counted(samples, 'picture')} of ${counted(classes, 'class', 'classes')}`;
  return [
    `Learned from ${from} in ${duration(seconds)} (${split.train} to learn on, ${split.val} to choose by, seed ${seed}).`,
    '',
    ...[classifierLine(result), galleryLine(result), unknownLine(result)].filter((line) => line !== null),
    `Network:     ${backbone}`,
    `Bundle:      ${bundle}`,
    '',
    `Next: discern predict ${bundle} PICTURE`,
  ].join('\n');
}

function classifierLine({ chosen, validation }: FitResult): string | null {
  if (chosen.classifier === null) return null;
  const { head, projection } = chosen.classifier;
  return `Classifier:  a ${head} head on ${embeddingsIn(projection.name)}; ${named(validation.classifier)}`;
}

function galleryLine({ chosen, validation }: FitResult): string | null {
  if (chosen.gallery === null) return null;
  const { matcher, projection } = chosen.gallery;
  const by = {
    prototype: 'by the mean of each class',
    neighbours: `by the ${matcher.k} nearest of each class`,
    vote: `by a vote of the ${matcher.k} nearest`,
  };
  return `Gallery:     compares ${by[matcher.name]}, on ${embeddingsIn(projection.name)}; ${named(validation.gallery)}`;
}

function embeddingsIn(projection: string): string {
  return projection === 'nearestMean' ? 'embeddings learned for nearest means' : `${projection} embeddings`;
}

function named(validation: { readonly accuracy: number } | null): string {
  return validation === null ? 'nothing to choose by' : `names ${percent(validation.accuracy)} rightly`;
}

function unknownLine({ unknown }: FitResult): string | null {
  if (unknown === null || unknown.falseAccept === null) return null;
  return `Strangers:   the gallery accepts ${percent(unknown.falseAccept)} of ${counted(unknown.samples, 'picture')}`;
}
