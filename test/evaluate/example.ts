import { DiscernError } from '../../src/base/error.ts';
import { type Random, random } from '../../src/base/random.ts';
import { noCautions } from '../../src/evaluate/cautions.ts';
import { compareApproaches } from '../../src/evaluate/compare-approaches.ts';
import type { MatrixClasses } from '../../src/evaluate/confusion-matrix.ts';
import type { ReportMaterial } from '../../src/evaluate/report/material.ts';
import type { CompareResult, LearningCurve } from '../../src/evaluate/results.ts';
import { classifierSays, gallerySays, predicts } from './outcomes.ts';

const classes = ['apple', 'pear', 'lemon', 'plum', 'été', '柿', 'kiwi & fig'];

/** A drawn picture as a data URI: a coloured fruit. */
export function drawing(hue: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 90"><rect width="120" height="90" fill="hsl(${hue} 35% 88%)"/><circle cx="60" cy="48" r="28" fill="hsl(${hue} 65% 52%)"/><path d="M60 22q4-12 14-12" stroke="hsl(90 40% 35%)" stroke-width="4" fill="none"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** A comparison of made-up outcomes: 400 pictures of fruit and 80 strangers. */
export function exampleResult(): CompareResult {
  const draw = random(4, 'example');
  const truths = Array.from({ length: 400 }, (_, i) => classes[i % classes.length]);
  const observed = {
    classifier: truths.map((truth) => {
      const right = draw.uniform() < 0.81;
      return classifierSays(truth, right ? truth : other(truth, draw), { score: sureness(draw, right) });
    }),
    gallery: truths.map((truth) => {
      const right = draw.uniform() < 0.84;
      return gallerySays(truth, right ? truth : other(truth, draw), { score: sureness(draw, right) });
    }),
    strangers: {
      classifier: Array.from({ length: 80 }, () => predicts(['plum'], 0.3 + 0.5 * draw.uniform())),
      gallery: Array.from({ length: 80 }, () => predicts(['plum'], 0.1 + 0.6 * draw.uniform(), 0.5)),
    },
  };
  const costs = { learnSeconds: 11.6, embedMillisecondsPerImage: 21, decideMillisecondsPerImage: 0.04, bytes: 421_000 };
  const learning = learningCurve(
    [1, 2, 5, 10, 20, 50],
    [0.31, 0.45, 0.62, 0.73, 0.82, 0.87],
    [0.44, 0.55, 0.68, 0.75, 0.78, 0.79],
  );
  const both = { classifier: costs, gallery: { ...costs, learnSeconds: 0.3, bytes: 7_800_000 } };
  return {
    dataset: 'fruit <from & the market>',
    samples: 400,
    seed: 0,
    split: { train: 1200, val: 400, test: 400 },
    ...compareApproaches(observed, both, { curves: [learning] }),
    tradeOffs: null,
    scenes: { keptTogether: 'scenes', byPicture: { classifier: 0.95, gallery: 0.96 }, nearDuplicates: null },
    suspects: [suspect],
    ...noCautions,
    skipped: [{ path: 'fruit/plum/<broken>.jpg', error: truncated }],
  };
}

/** A learning curve with bands of 8 points, and of 3 points where the two are compared. */
export function learningCurve(
  x: readonly number[],
  classifier: readonly number[],
  gallery: readonly number[],
): LearningCurve {
  const around = (values: readonly number[], reach: number) =>
    values.map((value) => [value - reach, value + reach] as const);
  return {
    ...{ name: 'learning', x, classifier, gallery },
    classifierInterval: around(classifier, 0.08),
    galleryInterval: around(gallery, 0.08),
    differenceInterval: around(
      gallery.map((share, i) => share - classifier[i]),
      0.03,
    ),
    draws: x.map(() => 4),
  };
}

const suspect = {
  ...{ path: 'fruit/lemon/<odd>.jpg', label: 'lemon', suggested: 'kiwi & fig', confidence: 0.93 },
  evidence: {
    neighbours: ['kiwi & fig', 'kiwi & fig', 'lemon'].map((label, i) => ({ path: `fruit/${i}.jpg`, label })),
    agreement: 0.3,
    probabilities: [
      { label: 'lemon', probability: 0.05 },
      { label: 'kiwi & fig', probability: 0.9 },
    ],
  },
};

/** What the example's report shows besides. */
export function exampleMaterial(): ReportMaterial {
  return {
    pictures: [
      recognised('apple', 'apple', 0.93, 'apple', 0.84, 0),
      recognised('pear', 'apple', 0.51, 'pear', 0.71, 70),
      recognised('柿', '柿', 0.64, 'lemon', 0.62, 30),
      recognised('kiwi & fig', 'kiwi & fig', 0.88, 'kiwi & fig', 0.41, 110),
      recognised(null, 'plum', 0.47, 'plum', 0.22, 210),
      recognised(null, 'lemon', 0.71, 'lemon', 0.58, 260),
    ],
    confusions: [
      confusion('classifier', 'pear', 'apple', 9, 70),
      confusion('classifier', 'lemon', 'kiwi & fig', 4, 50),
      confusion('gallery', 'plum', 'été', 6, 300),
      confusion('gallery', '柿', 'lemon', 3, 30),
    ],
    suspects: [{ image: drawing(60), nearest: [{ caption: 'kiwi & fig: near.jpg', image: drawing(110) }] }],
    mistakes: { listed: [mistake('pear', 'apple', 70), mistake('柿', 'lemon', 30)], more: 7 },
    classes: [
      { label: 'pear', pictures: 57, classifier: 0.7, gallery: 0.75, confusedWith: { label: 'apple', times: 9 } },
      { label: 'kiwi & fig', pictures: 57, classifier: 1, gallery: 1, confusedWith: null },
    ],
    matrices: [matrixShown('classifier', 'largest'), matrixShown('gallery', 'most confused')],
    threshold: 0.5,
    settings: [
      { name: 'Seed', value: '0' },
      { name: 'Split', value: '1,200 to learn, 400 to select, 400 to measure' },
      { name: 'Backbone', value: 'efficientnet-lite2' },
      { name: 'Version', value: '0.1.0' },
    ],
  };
}

const truncated = new DiscernError('truncated', 'the picture ends too early', {
  given: 'a cut-off JPEG',
  expected: 'a whole picture',
  todo: 'copy it again',
}).toJSON();

function other(truth: string, draw: Random): string {
  return classes[(classes.indexOf(truth) + 1 + draw.integer(classes.length - 1)) % classes.length];
}

function sureness(draw: Random, right: boolean): number {
  return right ? 0.4 + 0.6 * Math.sqrt(draw.uniform()) : 0.3 + 0.5 * draw.uniform();
}

function recognised(truth: string | null, said: string, p: number, found: string, similarity: number, hue: number) {
  const nearest = [0, 8, -8, 20].map((turn, i) => ({
    label: found,
    similarity: similarity - i / 50,
    image: drawing(hue + turn),
  }));
  return {
    caption: `val/${truth ?? 'strangers'}/${hue}.jpg`,
    truth,
    image: drawing(hue),
    classifier: predicts([said], p),
    gallery: predicts([found], similarity, 0.5),
    nearest,
  };
}

function mistake(truth: string, said: string, hue: number) {
  return {
    ...{ caption: `val/${truth}/wrong.jpg`, truth, image: drawing(hue) },
    classifier: predicts([said], 0.6),
    gallery: predicts([truth], 0.4, 0.5),
  };
}

function matrixShown(approach: 'classifier' | 'gallery', shown: MatrixClasses) {
  return {
    approach,
    shown,
    labels: ['apple', 'kiwi & fig'],
    counts: [
      [50, 4, 3],
      [0, 57, 0],
    ],
  };
}

function confusion(approach: 'classifier' | 'gallery', truth: string, answer: string, count: number, hue: number) {
  const examples = [0, 10, 20].map((turn) => ({ caption: `${truth}-${turn}.jpg`, image: drawing(hue + turn) }));
  return { approach, truth, answer, count, examples };
}
