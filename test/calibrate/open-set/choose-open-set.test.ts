import { expect, test } from 'vitest';
import { chooseOpenSet } from '../../../src/calibrate/open-set/choose-open-set.ts';
import type { OpenSetEvidence, ScoredPicture } from '../../../src/calibrate/open-set/evidence.ts';
import { chooseGalleryScoring, galleryScore, separation } from '../../../src/calibrate/open-set/gallery-score.ts';
import { type Draw, drawnEvidence, inGallery } from './evidence.ts';

const numberOf = (label: string) => Number(label.slice(1));

test('similarities stay as they are where nothing else tells strangers', () => {
  const evidence = drawnEvidence(
    ({ normal }, label, unit) => inGallery(label, unit, 0.7 + 0.1 * normal(), { runnerUp: 0.3 * normal() }),
    ({ normal }, label) => inGallery(label, label, 0.4 + 0.1 * normal(), { runnerUp: 0.3 * normal() }),
  );
  expect(chooseGalleryScoring(evidence)).toEqual({ runnerUp: 0, cohort: 0 });
});

test('the cohort mean of a class is taken off where classes differ in it', () => {
  const cohort = (label: string) => (numberOf(label) % 2) * 0.4; // Every second class is near to everything.
  const evidence = drawnEvidence(
    ({ normal }, label, unit) =>
      inGallery(label, unit, cohort(label) + 0.3 + 0.05 * normal(), { cohort: cohort(label) }),
    ({ normal }, label) => inGallery(label, label, cohort(label) + 0.1 + 0.05 * normal(), { cohort: cohort(label) }),
  );
  const scoring = chooseGalleryScoring(evidence);
  expect(scoring.cohort).toBe(1);
  expect(separation(evidence, ({ gallery }) => gallery && galleryScore(gallery, scoring)).auroc).toBeGreaterThan(0.98);
});

test('the similarity of the second class is taken off where strangers are as near to it as to the first', () => {
  const evidence = drawnEvidence(
    ({ normal }, label, unit) => {
      const all = 0.15 * normal();
      return inGallery(label, unit, 0.6 + all, { runnerUp: 0.3 + all });
    },
    ({ normal }, label) => {
      const all = 0.15 * normal();
      return inGallery(label, label, 0.6 + all, { runnerUp: 0.55 + all });
    },
  );
  expect(chooseGalleryScoring(evidence).runnerUp).toBeGreaterThan(0);
});

test('separation is the chance that an own unit scores more than a stranger, whatever the number of pictures', () => {
  const own = [inGallery('a', 'one', 0.9), ...Array.from({ length: 9 }, () => inGallery('b', 'two', 0.1))];
  const evidence: OpenSetEvidence = { own, strangers: [inGallery('s', 's', 0.5)], strangersFrom: 'classes' };
  expect(separation(evidence, ({ gallery }) => gallery?.similarity ?? null).auroc).toBeCloseTo(0.5, 12);
});

/** A picture with a score of the classifier that only `cosine` holds, and one of the gallery. */
function picture(label: string, unit: string, cosine: number, similarity: number, best = label): ScoredPicture {
  const { gallery } = inGallery(label, unit, similarity, { best });
  const classifier = { best, probability: 0.5, logit: 1, nextLogit: 0.5, logSumExp: 1.5, cosine };
  return { label, unit, gallery, classifier };
}

const bothDrawn = (own: [number, number], strangers: [number, number], names: (draw: Draw) => boolean = () => true) =>
  drawnEvidence(
    (draw, label, unit) => {
      const [cosine, similarity] = own.map((mean) => mean + draw.normal());
      return picture(label, unit, cosine, similarity, names(draw) ? label : 'other');
    },
    ({ normal }, label) => {
      const [cosine, similarity] = strangers.map((mean) => mean + normal());
      return picture(label, label, cosine, similarity, 'other');
    },
  );

test('the familiarity that tells strangers is chosen, from scores that know nothing otherwise', () => {
  expect(chooseOpenSet(bothDrawn([2, 0], [0, 0])).classifier?.familiarity).toMatch(/^cosine/);
});

test('both together know the unknown where both know a part', () => {
  const choice = chooseOpenSet(bothDrawn([1, 1], [0, 0]));
  expect(choice.answer.knows).toBe('both');
  const aurocOf = (scores: typeof choice.answer) => {
    const [known, unknown] = [scores.own.flat(), scores.strangers.flat()];
    const wins = known.map((score) => unknown.filter((other) => other < score).length / unknown.length);
    return wins.reduce((sum, win) => sum + win, 0) / wins.length;
  };
  expect(aurocOf(choice.answer)).toBeGreaterThan(0.79); // Phi(1) = 0.84 at best; 0.76 by one of them alone.
});

test('the gallery names in a tie, and knows the unknown alone where the classifier knows nothing', () => {
  const blind = bothDrawn([0, 3], [0, 0]);
  const choice = chooseOpenSet(blind);
  expect(choice.answer.names).toBe('gallery');
  expect(choice.answer.knows).toBe('gallery');
  expect(choice.answer.own).toEqual(choice.gallery?.own);
});

test('without a classifier the gallery answers, with all that a choice has', () => {
  const alone = drawnEvidence(
    ({ normal }, label, unit) => inGallery(label, unit, 0.7 + 0.1 * normal()),
    ({ normal }, label) => inGallery(label, label, 0.5 + 0.1 * normal(), { best: 'c00' }),
  );
  const { classifier, gallery, answer } = chooseOpenSet(alone);
  expect(classifier).toBeNull();
  expect([answer.knows, answer.names]).toEqual(['gallery', 'gallery']);
  expect(answer.own).toEqual(gallery?.own);
  expect(answer.both.own.flat().every(Number.isFinite)).toBe(true);
});
