import { formatCount } from '../../base/figures.ts';
import { byCodePoint } from '../../base/hash.ts';
import type { Prediction } from '../../base/prediction.ts';
import { random } from '../../base/random.ts';
import { scoresByClass } from '../../evaluate/by-class.ts';
import { confusionMatrix } from '../../evaluate/confusion-matrix.ts';
import { confusions } from '../../evaluate/confusions.ts';
import { isCorrect } from '../../evaluate/labelled-prediction.ts';
import type { Observed } from '../../evaluate/observe.ts';
import type {
  ConfusedPair,
  Mistake,
  RecognisedPicture,
  ReportMaterial,
  ReportSetting,
  ShownSuspect,
  Thumbnail,
} from '../../evaluate/report/material.ts';
import type { ShownMatrix } from '../../evaluate/report/matrix.ts';
import { classifierInWords, galleryInWords } from '../../fit/choice-in-words.ts';
import type { SuspectPicture } from '../../fit/clean-labels.ts';
import { thumbnail } from '../pictures/thumbnail.ts';
import type { AllComparisons } from './compare-data.ts';
import { explainedConfusions } from './explained-confusions.ts';

/** A page must stay small enough to send: it shows at most so many pictures of each kind. */
const limits = {
  ...{ recognised: 12, strangers: 4, nearest: 3, pairs: 4, examples: 4 },
  ...{ suspects: 24, mistakes: 2000, mistakesShown: 300, matrix: 20 },
} as const;

/** Pictures in long lists are half as wide. */
const smallPx = 88;

/** One picture with the answers for it, before its thumbnail is made. */
export type Shown = {
  readonly path: string;
  /** The class; null for a picture of no known class. */
  readonly truth: string | null;
  readonly classifier: Prediction | null;
  readonly gallery: Prediction | null;
};

/** What a report shows besides the figures: pictures as thumbnails, mistakes, settings. */
export async function reportMaterial(compared: AllComparisons): Promise<ReportMaterial> {
  const image = rememberedThumbnails();
  const pictures = await Promise.all(somePictures(compared).map((shown) => recognised(shown, image)));
  const pairs = await Promise.all(worstPairs(compared).map((pair) => confusedPair(pair, image)));
  const { observed, bundle, result } = compared;
  const suspects = await Promise.all(result.suspects.slice(0, limits.suspects).map((one) => suspectShown(one, image)));
  return {
    pictures: pictures.flat(),
    confusions: pairs,
    suspects,
    explanations: await explainedConfusions(compared),
    mistakes: await mistakesOf(observed),
    classes: scoresByClass(observed),
    matrices: matricesOf(observed),
    threshold: bundle.gallery?.threshold.value ?? null,
    settings: settingsOf(compared),
  };
}

async function suspectShown({ path, evidence }: SuspectPicture, image: Images): Promise<ShownSuspect> {
  const nearest = evidence.neighbours.slice(0, limits.nearest).map(async (neighbour) => {
    const small = await image(neighbour.path);
    return small === null ? [] : [{ caption: `${neighbour.label}: ${neighbour.path}`, image: small }];
  });
  return { image: await image(path), nearest: (await Promise.all(nearest)).flat() };
}

/** Mistakes by class. Where there are too many for a page, each class gets its share of the places. */
async function mistakesOf({ samples, classifier, gallery }: Observed) {
  const isWrong = (index: number) => [classifier, gallery].some((all) => all && !isCorrect(all[index]));
  const wrong = [...samples.keys()]
    .filter(isWrong)
    .sort((a, b) => byCodePoint(samples[a].label, samples[b].label) || byCodePoint(samples[a].path, samples[b].path));
  const step = Math.max(1, wrong.length / limits.mistakes);
  const listed = Array.from({ length: Math.floor(wrong.length / step) }, (_, i) => wrong[Math.floor(i * step)]);
  const shown = listed.map(async (index, place): Promise<Mistake> => {
    const { path, label } = samples[index];
    return {
      ...{ caption: path, truth: label },
      image: place < limits.mistakesShown ? await thumbnail(path, smallPx) : null,
      classifier: classifier?.[index].prediction ?? null,
      gallery: gallery?.[index].prediction ?? null,
    };
  });
  return { listed: await Promise.all(shown), more: wrong.length - listed.length };
}

function matricesOf(observed: Observed): ShownMatrix[] {
  return (['classifier', 'gallery'] as const).flatMap((approach) => {
    const outcomes = observed[approach];
    if (outcomes === null) return [];
    const several = (['most confused', 'largest'] as const).map((shown) => ({
      ...{ approach, shown },
      ...confusionMatrix(outcomes, shown, limits.matrix),
    }));
    return several.filter(({ labels }) => labels.length > 1);
  });
}

/** Some pictures to look at: of no known class, mistakes and successes. The same seed gives the same pictures. */
export function somePictures({ observed, strangers, result }: AllComparisons): Shown[] {
  const known = observed.samples.map(({ path, label }, index) => ({
    path,
    truth: label,
    classifier: observed.classifier?.[index].prediction ?? null,
    gallery: observed.gallery?.[index].prediction ?? null,
  }));
  const unknown = (strangers?.samples ?? []).map(({ path }, index) => ({
    path,
    truth: null,
    classifier: strangers?.classifier?.[index] ?? null,
    gallery: strangers?.gallery?.[index] ?? null,
  }));
  const { shuffle } = random(result.seed, 'report');
  const mixed = shuffle(known.map((_, index) => index));
  const isWrong = (index: number) =>
    [observed.classifier, observed.gallery].some((all) => all && !isCorrect(all[index]));
  const wrong = mixed.filter(isWrong).slice(0, limits.recognised / 2);
  const right = mixed.filter((index) => !isWrong(index)).slice(0, limits.recognised - wrong.length);
  return [...[...right, ...wrong].map((index) => known[index]), ...shuffle(unknown).slice(0, limits.strangers)];
}

type Images = (path: string) => Promise<Thumbnail | null>;

/** Makes the thumbnail of each picture once, however often it is shown. */
function rememberedThumbnails(): Images {
  const made = new Map<string, Promise<Thumbnail | null>>();
  return (path) => {
    const known = made.get(path) ?? thumbnail(path);
    made.set(path, known);
    return known;
  };
}

async function recognised(shown: Shown, image: Images): Promise<RecognisedPicture[]> {
  const picture = await image(shown.path);
  if (picture === null) return [];
  const nearest = (shown.gallery?.nearest ?? []).slice(0, limits.nearest).map(async ({ label, similarity, path }) => {
    const near = await image(path);
    return near === null ? [] : [{ label, similarity, image: near }];
  });
  const { path, ...said } = shown;
  return [{ ...said, caption: path, image: picture, nearest: (await Promise.all(nearest)).flat() }];
}

type Pair = Omit<ConfusedPair, 'examples'> & { readonly paths: readonly string[] };

function worstPairs({ observed }: AllComparisons): Pair[] {
  return (['classifier', 'gallery'] as const).flatMap((approach) =>
    confusions(observed[approach] ?? [])
      .slice(0, limits.pairs)
      .map(({ truth, answer, pictures }) => ({
        approach,
        truth,
        answer,
        count: pictures.length,
        paths: pictures.slice(0, limits.examples).map((index) => observed.samples[index].path),
      })),
  );
}

async function confusedPair({ paths, ...pair }: Pair, image: Images): Promise<ConfusedPair> {
  const examples = paths.toSorted(byCodePoint).map(async (path) => {
    const small = await image(path);
    return small === null ? [] : [{ caption: path, image: small }];
  });
  return { ...pair, examples: (await Promise.all(examples)).flat() };
}

const splits = {
  given: 'as the data set gives it',
  groups: 'drawn by the groups of the data set',
  scenes: 'drawn by scene: near duplicates of a class stay together',
  pictures: 'drawn by picture: no scenes were found that leave enough to part',
} as const;

function settingsOf({ result, bundle, chosen }: AllComparisons): ReportSetting[] {
  const { dataset, seed, split } = result;
  return [
    { name: 'Data set', value: dataset },
    {
      name: 'Pictures',
      value: [
        `${formatCount(split.train)} learned from`,
        `${formatCount(split.val)} chosen on`,
        `${formatCount(split.test)} measured on`,
      ].join(', '),
    },
    { name: 'Split', value: splits[result.scenes.keptTogether] },
    { name: 'Seed', value: String(seed) },
    { name: 'Backbone', value: `${bundle.card.name} (${bundle.fingerprint.slice(0, 12)})` },
    ...(chosen.classifier ? [{ name: 'Classifier', value: classifierInWords(chosen.classifier) }] : []),
    ...(chosen.gallery ? [{ name: 'Gallery', value: galleryInWords(chosen.gallery) }] : []),
    { name: 'Discern', value: bundle.provenance.version },
  ];
}
