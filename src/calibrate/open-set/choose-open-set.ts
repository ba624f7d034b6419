import { type FamiliarityName, familiarities, familiarityNames } from '../../classify/familiarities.ts';
import type { Approach } from '../answering/answering.ts';
import { featuresOf, type Said } from '../answering/features.ts';
import {
  type Example,
  fitOutcomeModel,
  knownLogOdds,
  type OutcomeModel,
  outcomeProbabilities,
} from '../answering/outcome-model.ts';
import { type OpenSetEvidence, type ScoredPicture, type Unit, unitsOf } from './evidence.ts';
import { bestBy, chooseGalleryScoring, type GalleryScoring, galleryScore, separation } from './gallery-score.ts';

/** Scores of own pictures and of strangers by one approach, by unit. */
export type Scores = { readonly own: readonly Unit[]; readonly strangers: readonly Unit[] };

/** What the evidence chooses for each approach, whatever the threshold will be. */
export type OpenSetChoice = {
  readonly gallery: (Scores & { readonly scoring: GalleryScoring }) | null;
  readonly classifier: (Scores & { readonly familiarity: FamiliarityName }) | null;
  readonly answer: Scores & {
    readonly names: Approach;
    readonly knows: Approach | 'both';
    readonly outcomes: OutcomeModel;
    /** The scores of both together, also where they do not decide. */
    readonly both: Scores;
  };
};

/**
 * Chooses how each approach tells the known from the unknown, who says so for the one answer (the best AUROC), and who
 * names the class (the most right names). Both together are measured on pictures that their model was not fitted to.
 */
export function chooseOpenSet(evidence: OpenSetEvidence): OpenSetChoice {
  const gallery = evidence.own.some((picture) => picture.gallery) ? ofGallery(evidence) : null;
  const classifier = evidence.own.some((picture) => picture.classifier) ? ofClassifier(evidence) : null;
  const names = namesBest(evidence);
  const examples = examplesFor(names, classifier?.familiarity);
  const outcomes = fitOutcomeModel(examples(evidence));
  const crossFitted = crossFittedScore(evidence, examples);
  const both = scoresBy(evidence, crossFitted);
  const scoreOf = { ...scoresOf({ gallery, classifier, outcomes }), both: crossFitted };
  const knows = bestBy(
    [
      ...(gallery ? ['gallery' as const] : []),
      ...(classifier ? ['classifier' as const] : []),
      ...(gallery && classifier ? ['both' as const] : []),
    ],
    (approach) => separation(evidence, scoreOf[approach]),
  );
  const { own, strangers } = { gallery, classifier, both }[knows] ?? both;
  return { gallery, classifier, answer: { names, knows, outcomes, both, own, strangers } };
}

function ofGallery(evidence: OpenSetEvidence): NonNullable<OpenSetChoice['gallery']> {
  const scoring = chooseGalleryScoring(evidence);
  return { scoring, ...scoresBy(evidence, ({ gallery }) => gallery && galleryScore(gallery, scoring)) };
}

function ofClassifier(evidence: OpenSetEvidence): NonNullable<OpenSetChoice['classifier']> {
  const scored = (name: FamiliarityName) => (picture: ScoredPicture) =>
    picture.classifier && familiarities[name](picture.classifier);
  const familiarity = bestBy(familiarityNames, (name) => separation(evidence, scored(name)));
  return { familiarity, ...scoresBy(evidence, scored(familiarity)) };
}

function scoresBy({ own, strangers }: OpenSetEvidence, scoreOf: Parameters<typeof unitsOf>[1]): Scores {
  return { own: unitsOf(own, scoreOf), strangers: unitsOf(strangers, scoreOf) };
}

function saidIn({ gallery, classifier }: ScoredPicture, familiarity: FamiliarityName | undefined): Said {
  return {
    gallery,
    classifier:
      classifier && familiarity ? { ...classifier, familiarity: familiarities[familiarity](classifier) } : null,
  };
}

/** The score of a picture by an approach; null where that is missing. */
export type ScoreOf = (picture: ScoredPicture) => number | null;

/** What scores depend on. */
type Scoring = {
  readonly gallery: { readonly scoring: GalleryScoring } | null;
  readonly classifier: { readonly familiarity: FamiliarityName } | null;
  readonly outcomes: OutcomeModel;
};

/** How a choice scores any picture: larger means known. */
export function scoresOf({ gallery, classifier, outcomes }: Scoring): Record<Approach | 'both', ScoreOf> {
  return {
    gallery: (picture) => picture.gallery && gallery && galleryScore(picture.gallery, gallery.scoring),
    classifier: (picture) =>
      picture.classifier && classifier && familiarities[classifier.familiarity](picture.classifier),
    both: (picture) =>
      knownLogOdds(outcomeProbabilities(outcomes, featuresOf(saidIn(picture, classifier?.familiarity)))),
  };
}

/**
 * Who names more own pictures rightly. The classifier has to lead by a standard error of the paired difference: the
 * gallery takes new classes at once.
 */
function namesBest({ own }: OpenSetEvidence): Approach {
  if (!own.some((picture) => picture.gallery)) return 'classifier';
  const isRight = (picture: ScoredPicture, approach: Approach) => picture[approach]?.best === picture.label;
  const only = (approach: Approach, other: Approach) =>
    own.filter((picture) => isRight(picture, approach) && !isRight(picture, other)).length;
  const [classifier, gallery] = [only('classifier', 'gallery'), only('gallery', 'classifier')];
  return classifier - gallery > Math.sqrt(classifier + gallery) ? 'classifier' : 'gallery';
}

type Examples = (part: Pick<OpenSetEvidence, 'own' | 'strangers'>) => Example[];

function examplesFor(names: Approach, familiarity: FamiliarityName | undefined): Examples {
  const features = (picture: ScoredPicture) => featuresOf(saidIn(picture, familiarity));
  return ({ own, strangers }) => [
    ...own.map(
      (picture): Example => ({
        features: features(picture),
        outcome: picture[names]?.best === picture.label ? 'right' : 'wrong',
      }),
    ),
    ...strangers.map((picture): Example => ({ features: features(picture), outcome: 'stranger' })),
  ];
}

/** Parts that the units are dealt into: each is scored by a model of the others. */
const parts = 10;

/** The score of both together for each picture, by a model that was not fitted to its unit. */
function crossFittedScore({ own, strangers }: OpenSetEvidence, examples: Examples): ScoreOf {
  const scores = new Map<ScoredPicture, number>();
  const [ownPart, strangerPart] = [partsOf(own), partsOf(strangers)];
  for (let part = 0; part < parts; part++) {
    const where = (isAsked: boolean) => ({
      own: own.filter((_, i) => (ownPart[i] === part) === isAsked),
      strangers: strangers.filter((_, i) => (strangerPart[i] === part) === isAsked),
    });
    const [asked, rest] = [where(true), where(false)];
    const usable = rest.own.length > 0 && rest.strangers.length > 0 ? rest : { own, strangers };
    const model = fitOutcomeModel(examples(usable));
    const described = examples(asked);
    [...asked.own, ...asked.strangers].forEach((picture, i) => {
      scores.set(picture, knownLogOdds(outcomeProbabilities(model, described[i].features)));
    });
  }
  return (picture) => scores.get(picture) ?? null;
}

/** The part of each picture: units are dealt out in turn. */
function partsOf(pictures: readonly ScoredPicture[]): number[] {
  const places = new Map<string, number>();
  for (const { unit } of pictures) if (!places.has(unit)) places.set(unit, places.size);
  return pictures.map(({ unit }) => (places.get(unit) ?? 0) % parts);
}
