import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingOf, picturesNeeded } from '../../src/evaluate/interval-finding.ts';
import type { Findings } from '../../src/evaluate/results.ts';
import { verdict } from '../../src/evaluate/verdict.ts';
import { answerMetrics, openSetMetrics, probabilityMetrics, retrievalMetrics } from '../../src/metrics/catalogue.ts';
import type { Interval } from '../../src/metrics/interval.ts';
import { mapNames } from '../../src/metrics/map-names.ts';

const costs = { learnSeconds: 2, embedMillisecondsPerImage: 20, decideMillisecondsPerImage: 0.1, bytes: 400_000 };

/** The best value of every metric: a verdict depends on few of them. */
function atBest<Name extends string>(measures: Readonly<Record<Name, { readonly best: number }>>) {
  return mapNames(measures, ({ best }) => best);
}

/** Findings where the gallery's accuracy is the classifier's (0.8) plus `by`. */
function findings(by: number, interval: Interval, { samples = 1000, base = 0.8 } = {}): Findings {
  const scores = { ...atBest(answerMetrics), interval: [0, 1], costs } as const;
  const accepted = { accepted: 0.95, acceptedAccuracy: 0.85 };
  return {
    samples,
    classifier: { ...scores, ...atBest(probabilityMetrics), ...accepted, accuracy: base },
    gallery: { ...scores, ...atBest(retrievalMetrics), ...accepted, accuracy: base + by },
    difference: { accuracy: by, interval, p: 0.04 },
    answer: null,
    unknown: null,
  };
}

/** The same with `samples` strangers, where the gallery's AUROC is 0.8 plus `by`. */
function withStrangers(base: Findings, by: number, interval: Interval, samples = 200): Findings {
  const open = atBest(openSetMetrics);
  return {
    ...base,
    unknown: {
      samples,
      classifier: { ...open, auroc: 0.8, falseAccept: 0.2 },
      gallery: { ...open, auroc: 0.8 + by, falseAccept: 0.2, promised: null },
      answer: null,
      difference: { auroc: by, interval },
    },
  };
}

const galleryWins = findings(0.04, [0.01, 0.07]);
const classifierWins = findings(-0.04, [-0.07, -0.01]);
const equal = findings(0.004, [-0.01, 0.018]);
const close = findings(0.01, [-0.02, 0.04]);
const unclear = findings(0.02, [-0.08, 0.12], { samples: 40 });

describe('verdict', () => {
  test.each([
    [
      'the gallery names more rightly',
      galleryWins,
      'gallery',
      /^Use the gallery: it names more pictures rightly, by more than chance\./,
    ],
    ['the classifier names more rightly', classifierWins, 'classifier', /^Use the classifier: it names more/],
    ['nothing between them', equal, 'either', /^Use either: they name pictures equally well/],
    ['a lead that may be chance', close, 'undecided', /^Undecided: 1,000 pictures are too few .* about 9,000 pictures/],
    ['few pictures', unclear, 'undecided', /^Undecided: 40 pictures are too few .* about 1,000 pictures/],
    [
      'the classifier names, the gallery knows strangers',
      withStrangers(classifierWins, 0.1, [0.05, 0.15]),
      'hybrid',
      /^Use both: let the classifier name the picture, and the gallery say/,
    ],
    [
      'the gallery names, the classifier knows strangers',
      withStrangers(galleryWins, -0.1, [-0.15, -0.05]),
      'hybrid',
      /^Use both: let the gallery name the picture, and the classifier say/,
    ],
    [
      'equal, and the gallery knows strangers',
      withStrangers(equal, 0.1, [0.05, 0.15]),
      'gallery',
      /^Use the gallery: they name pictures equally well, and it tells/,
    ],
    [
      'equal, and the classifier knows strangers',
      withStrangers(equal, -0.1, [-0.15, -0.05]),
      'classifier',
      /^Use the classifier: they name pictures equally well, and it tells/,
    ],
    [
      'close, and the gallery knows strangers',
      withStrangers(close, 0.1, [0.05, 0.15]),
      'gallery',
      /^Use the gallery: neither is known to name pictures better/,
    ],
    [
      'too unclear to give up for strangers',
      withStrangers(unclear, 0.1, [0.05, 0.15]),
      'undecided',
      /^Undecided.* The gallery does tell strangers better\. Until then .*$/,
    ],
    ['better at both', withStrangers(galleryWins, 0.1, [0.05, 0.15]), 'gallery', /rightly, and tells known pictures/],
    ['a handful of strangers decides nothing', withStrangers(equal, 0.1, [0.05, 0.15], 5), 'either', /^Use either/],
    ['equal in all', withStrangers(equal, 0.001, [-0.01, 0.01]), 'either', /^Use either/],
    ['one alone', { ...galleryWins, classifier: null, difference: null }, 'gallery', /only one that could be learned/],
  ] satisfies [string, Findings, string, RegExp][])('%s', (_, situation, choose, sentence) => {
    const result = verdict(situation);
    expect(result.choose).toBe(choose);
    expect(result.sentence).toMatch(sentence);
  });

  test('every line is a sentence with whole numbers in it', () => {
    const intervals = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(intervals, intervals, fc.integer({ min: 1, max: 5000 }), ([by, half], [open, openHalf], samples) => {
        const base = findings(by, [by - half, by + half], { samples });
        for (const situation of [base, withStrangers(base, open, [open - openHalf, open + openHalf], samples)]) {
          const { sentence, because } = verdict(situation);
          for (const line of [sentence, ...because]) {
            expect(line).toMatch(/^[A-Z0-9].*\.$/);
            expect(line).not.toMatch(/NaN|Infinity|undefined|null/);
          }
        }
      }),
    );
  });

  test('gives its numbers, and says what was not measured', () => {
    const { because } = verdict(galleryWins);
    expect(because[1]).toBe('The gallery names 84.0 % of 1,000 pictures rightly (95 % interval 0.0 to 100.0 %).');
    expect(because[2]).toBe(
      "The gallery's lead of 4.0 points is more than chance (95 % interval of gallery minus classifier 1.0 to 7.0 points, McNemar p = 0.040).",
    );
    expect(because.join(' ')).toContain('--unknown');
  });

  test('warns where even the better one errs more often than not', () => {
    const poor = verdict(findings(0.05, [0.01, 0.09], { base: 0.3 }));
    expect(poor.because.join(' ')).toContain('errs on 65.0 % of the pictures');
    expect(verdict(galleryWins).because.join(' ')).not.toContain('errs');
  });

  test('tells how to choose freely where either will do', () => {
    expect(verdict(equal).because.at(-1)).toMatch(/^If classes come and go, take the gallery/);
  });
});

describe('leaning', () => {
  test.each([
    [[0.001, 0.019], 'same'],
    [[0.01, 0.03], 'gallery'],
    [[-0.03, -0.001], 'classifier'],
    [[-0.02, 0.02], 'same'],
    [[-0.05, 0.05], 'close'],
    [[-0.051, 0.01], 'unclear'],
    [[0, 0.1], 'unclear'],
  ] as const)('%j leans %s', (interval, lean) => expect(findingOf(interval)).toBe(lean));

  test('as many pictures as are said to be needed would decide', () => {
    const cases = fc.tuple(fc.integer({ min: 10, max: 2000 }), fc.double({ min: -0.1, max: 0.1, noNaN: true }));
    fc.assert(
      fc.property(cases, fc.double({ min: 0.03, max: 0.5, noNaN: true }), ([samples, by], half) => {
        const needed = picturesNeeded(samples, by, [by - half, by + half]);
        const narrowed = half * Math.sqrt(samples / needed);
        const lean = findingOf([by - narrowed * 0.9999, by + narrowed * 0.9999]);
        expect(needed).toBeGreaterThan(samples);
        expect(['gallery', 'classifier', 'same']).toContain(lean);
      }),
    );
  });
});
