import { type FamiliarityName, familiarities, familiarityNames } from '../../classify/familiarities.ts';
import type { Approach } from '../answering/answering.ts';
import { featuresOf, type Said } from '../answering/features.ts';
import { type Example, fitOutcomeModel, knownLogOdds, type OutcomeModel, outcomeProbabilities } from '../answering/outcome-model.ts';
import { type OpenSetEvidence, type ScoredPicture, type Unit, unitsOf } from './evidence.ts';
import { bestBy, chooseGalleryScoring, type GalleryScoring, galleryScore, separation } from './gallery-score.ts';

/** Scores of own pictures and of strangers by one approach, by unit. */
export type Scores = { readonly own: readonly Unit[]; readonly strangers: readonly Unit[] };

/** What the evidence chooses for each approach, whatever the threshold will be. */
export type OpenSetChoice = {
  readonly gallery: (Scores & { readonly scoring: GalleryScoring }) | null;
  readonly classifier: (Scores & { readonly familiarity: FamiliarityName }) | null;
  readonly answer: Scores & {
    readonly by: Approach | 'hybrid';
    readonly names: Approach;
    readonly outcomes: OutcomeModel;
    /** The scores of `hybrid`, also where it does not answer. */
    readonly hybrid: Scores;
  };
};

/**
 * Chooses how each approach tells the known from the unknown, and which of them answers: the one that separates them
 * best (AUROC), and the name comes from the one that names better. The hybrid is measured on pictures that its model
 * was not fitted to.
 */
export function chooseOpenSet(evidence: OpenSetEvidence): OpenSetChoice {
  const gallery = evidence.own.some((picture) => picture.gallery) ? ofGallery(evidence) : null;
  const classifier = evidence.own.some((picture) => picture.classifier) ? ofClassifier(evidence) : null;
  const names = namedBetter(evidence);
  const saidOf = (picture: ScoredPicture) => saidIn(picture, classifier?.familiarity);
  const examplesOf = ({ own, strangers }: Pick<OpenSetEvidence, 'own' | 'strangers'>) => [
    ...own.map((picture): Example => ({
      features: featuresOf(saidOf(picture)),
      outcome: picture[names]?.best === picture.label ? 'right' : 'wrong',
    })),
    ...strangers.map((picture): Example => ({ features: featuresOf(saidOf(picture)), outcome: 'stranger' })),
  ];
  const hybridScore = crossFitted(evidence, examplesOf, (picture) => featuresOf(saidOf(picture)));
  const hybrid = scoresBy(evidence, hybridScore);
  const candidates = [
    ...(names === 'gallery' ? ['gallery' as const] : ['classifier' as const]),
    ...(gallery && classifier ? ['hybrid' as const] : []),
  ];
  const scoreOf = {
    gallery: (picture: ScoredPicture) => picture.gallery && gallery && galleryScore(picture.gallery, gallery.scoring),
    classifier: (picture: ScoredPicture) =>
      picture.classifier && classifier && familiarities[classifier.familiarity](picture.classifier),
    hybrid: hybridScore,
  };
  const by = bestBy(candidates, (candidate) => separation(evidence, scoreOf[candidate]));
  const outcomes = fitOutcomeModel(examplesOf(evidence));
  const scores = { gallery, classifier, hybrid }[by] ?? hybrid;
  return { gallery, classifier, answer: { by, names, outcomes, hybrid, own: scores.own, strangers: scores.strangers } };
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
      classifier && familiarity
        ? { ...classifier, familiarity: familiarities[familiarity](classifier) }
        : null,
  };
}

/** Who names more own pictures rightly; the gallery in a tie, as it takes new classes at once. */
function namedBetter({ own }: OpenSetEvidence): Approach {
  const right = (approach: Approach) =>
    own.filter((picture) => picture[approach] !== null && picture[approach].best === picture.label).length;
  return right('classifier') > right('gallery') ? 'classifier' : 'gallery';
}

/** The hybrid's score of each picture, by a model of the other half of the units. */
function crossFitted(
  { own, strangers }: OpenSetEvidence,
  examplesOf: (part: Pick<OpenSetEvidence, 'own' | 'strangers'>) => Example[],
  features: (picture: ScoredPicture) => number[],
): (picture: ScoredPicture) => number {
  const halfOf = new Map<string, number>();
  for (const pictures of [own, strangers])
    [...new Set(pictures.map(({ unit }) => unit))].forEach((unit, place) => {
      if (!halfOf.has(unit)) halfOf.set(unit, place % 2);
    });
  const isIn = (half: number) => (picture: ScoredPicture) => halfOf.get(picture.unit) === half;
  const models = [0, 1].map((half) => {
    const rest = { own: own.filter(isIn(1 - half)), strangers: strangers.filter(isIn(1 - half)) };
    const usable = rest.own.length > 0 && rest.strangers.length > 0 ? rest : { own, strangers };
    return fitOutcomeModel(examplesOf(usable));
  });
  return (picture) => knownLogOdds(outcomeProbabilities(models[halfOf.get(picture.unit) ?? 0], features(picture)));
}
