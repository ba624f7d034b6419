import { byCodePoint } from '../base/hash.ts';
import type { Prediction } from '../base/prediction.ts';
import { random } from '../base/random.ts';
import { confusions } from '../evaluate/confusions.ts';
import { isRight } from '../evaluate/outcome.ts';
import type {
  ConfusedPair,
  RecognisedPicture,
  ReportMaterial,
  Setting,
  Thumbnail,
} from '../evaluate/report/material.ts';
import type { Compared } from './compare-data.ts';
import { thumbnail } from './thumbnail.ts';

/** A page must stay small enough to send: so many pictures of each kind. */
const limits = { recognised: 12, strangers: 4, nearest: 3, pairs: 4, examples: 4 } as const;

/** One picture with what was said of it, before its thumbnails are made. */
export type Shown = {
  readonly path: string;
  /** Null for a stranger. */
  readonly truth: string | null;
  readonly classifier: Prediction | null;
  readonly gallery: Prediction | null;
};

/** What a report shows besides the numbers: pictures as thumbnails, mistakes, settings. */
export async function reportMaterial(compared: Compared): Promise<ReportMaterial> {
  const image = rememberedThumbnails();
  const pictures = await Promise.all(somePictures(compared).map((shown) => recognised(shown, image)));
  const pairs = await Promise.all(worstPairs(compared).map((pair) => confusedPair(pair, image)));
  return { pictures: pictures.flat(), confusions: pairs, settings: settingsOf(compared) };
}

/** Some pictures to look at: strangers, mistakes and successes, the same for the same seed. */
export function somePictures({ observed, strangers, result }: Compared): Shown[] {
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
  const isWrong = (index: number) => [observed.classifier, observed.gallery].some((all) => all && !isRight(all[index]));
  const wrong = mixed.filter(isWrong).slice(0, limits.recognised / 2);
  const right = mixed.filter((index) => !isWrong(index)).slice(0, limits.recognised - wrong.length);
  return [...[...right, ...wrong].map((index) => known[index]), ...shuffle(unknown).slice(0, limits.strangers)];
}

type Images = (path: string) => Promise<Thumbnail | null>;

/** Each picture is made small once, however often it is shown. */
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

function worstPairs({ observed }: Compared): Pair[] {
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

function settingsOf({ result, bundle }: Compared): Setting[] {
  const { dataset, seed, split } = result;
  return [
    { name: 'Data set', value: dataset },
    { name: 'Pictures', value: `${split.train} learned from, ${split.val} selected on, ${split.test} measured on` },
    { name: 'Seed', value: String(seed) },
    { name: 'Backbone', value: `${bundle.card.name} (${bundle.fingerprint.slice(0, 12)})` },
    { name: 'Chosen classifier', value: JSON.stringify(bundle.provenance.chosen.classifier) },
    { name: 'Chosen gallery', value: JSON.stringify(bundle.provenance.chosen.gallery) },
    { name: 'Discern', value: bundle.provenance.version },
  ];
}
