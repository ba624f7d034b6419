import { byteSize, duration, percent, percentInterval } from '../base/figures.ts';
import { answerMetrics, openSetMetrics, probabilityMetrics, retrievalMetrics } from '../metrics/catalogue.ts';
import type { MetricDescription } from '../metrics/metric.ts';
import type { AnswerScores, ClassifierScores, Costs, GalleryScores, UnknownResult } from './results.ts';

/** An evaluation, or a comparison, which has costs as well. */
export type ScoredApproaches = {
  readonly classifier: (ClassifierScores & { readonly costs?: Costs }) | null;
  readonly gallery: (GalleryScores & { readonly costs?: Costs }) | null;
  readonly answer: AnswerScores | null;
  readonly unknown: UnknownResult | null;
};

/** One row of the table of both approaches; null if a number does not apply. */
export type ScoreRow = {
  readonly title: string;
  /** One sentence for people who never met it. */
  readonly meaning: string;
  readonly classifier: string | null;
  readonly gallery: string | null;
  /** The one answer, from both. */
  readonly answer: string | null;
  /** Whose number is better as written; null if they are equal or only one is there. */
  readonly better: 'classifier' | 'gallery' | null;
};

/** Rows under a heading. */
export type ScoreTable = { readonly heading: string; readonly rows: readonly ScoreRow[] };

/** All numbers of a comparison or evaluation as text, for the report and the command line. */
export function scoreTables(result: ScoredApproaches): ScoreTable[] {
  const { classifier, gallery, answer, unknown } = result;
  const naming = [
    ...measured({ accuracy: answerMetrics.accuracy }, classifier, gallery, answer),
    intervalRow(result),
    ...measured(otherAnswerMeasures, classifier, gallery, answer),
    ...measured(probabilityMetrics, classifier, null),
    ...measured(retrievalMetrics, null, gallery),
  ];
  const strangers = unknown && {
    heading: 'Telling known pictures from strangers',
    rows: [...measured(openSetMetrics, unknown.classifier, unknown.gallery, unknown.answer), ...thresholdRows(result)],
  };
  const tables = [
    { heading: 'Naming the picture', rows: naming },
    strangers ?? { heading: 'At the threshold', rows: thresholdRows(result) },
    { heading: 'Costs', rows: costRows(result) },
  ];
  return tables
    .map(({ heading, rows }) => ({ heading, rows: rows.filter((row) => row.classifier ?? row.gallery ?? row.answer) }))
    .filter(({ rows }) => rows.length > 0);
}

const { accuracy: _, ...otherAnswerMeasures } = answerMetrics;

type Scored = Readonly<Record<string, unknown>> | null;

function measured(
  measures: Readonly<Record<string, MetricDescription>>,
  classifier: Scored,
  gallery: Scored,
  answer: Scored = null,
): ScoreRow[] {
  return Object.entries(measures).map(([name, { best, worst, unit, title, meaning }]) =>
    row(
      { title, meaning },
      [classifier, gallery, answer].map((scores) => numberOf(scores, name)),
      {
        write: unit === 'share' ? percent : (value) => value.toFixed(3),
        larger: best > worst,
      },
    ),
  );
}

function numberOf(scores: Scored, name: string): number | null {
  const value = scores?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function intervalRow({ classifier, gallery, answer }: ScoredApproaches): ScoreRow {
  return {
    title: 'Accuracy, 95 % interval',
    meaning: 'The accuracy on many more such pictures would very likely lie in it.',
    classifier: classifier && percentInterval(classifier.interval),
    gallery: gallery && percentInterval(gallery.interval),
    answer: answer && percentInterval(answer.interval),
    better: null,
  };
}

function thresholdRows(result: ScoredApproaches): ScoreRow[] {
  return thresholdShares(result).map(([title, meaning, ...shares]) => {
    const given = shares.map((share) => share ?? null);
    return { ...row({ title, meaning }, given, { write: percent, larger: true }), better: null };
  });
}

type ThresholdShares = readonly [title: string, meaning: string, classifier: Share, gallery: Share, answer: Share];

function thresholdShares({ classifier, gallery, answer, unknown }: ScoredApproaches): ThresholdShares[] {
  const [named, near, said] = [unknown?.classifier, unknown?.gallery, unknown?.answer];
  const accepted = [classifier?.accepted, gallery?.accepted, answer?.accepted] as const;
  const right = [classifier?.acceptedAccuracy, gallery?.acceptedAccuracy, answer?.acceptedAccuracy] as const;
  const gap = 'Mean gap between the confidence of the answer and the share that is right.';
  return [
    ['Known pictures accepted', 'Share of the known pictures that reach the threshold.', ...accepted],
    ['Accepted ones right', 'Share of the accepted known pictures named rightly.', ...right],
    [
      'Strangers accepted',
      'Share of the strangers that reach the threshold.',
      ...([named?.falseAccept, near?.falseAccept, said?.falseAccept] as const),
    ],
    ['Strangers promised', 'Share that calibration promised not to exceed.', null, near?.promised, null],
    ['Right answers', 'Where every second picture is a stranger: rightly named, or unknown.', null, null, said?.right],
    ['Confidence off by', gap, null, null, said?.confidenceError],
  ];
}

type Share = number | null | undefined;

function costRows({ classifier, gallery }: ScoredApproaches): ScoreRow[] {
  const cost = (title: string, meaning: string, name: keyof Costs, write: (value: number) => string) =>
    row({ title, meaning }, [classifier?.costs?.[name] ?? null, gallery?.costs?.[name] ?? null], {
      write,
      larger: false,
    });
  return [
    cost('Learning', 'Time to learn from embedded pictures.', 'learnSeconds', duration),
    cost('Embedding a picture', 'Decoding and backbone, the same for both.', 'embedMillisecondsPerImage', milliseconds),
    cost('Deciding', 'Time per picture once embedded.', 'decideMillisecondsPerImage', milliseconds),
    cost('Size', 'What it adds to a bundle.', 'bytes', byteSize),
  ];
}

type Writing = { readonly write: (value: number) => string; readonly larger: boolean };

function row(
  { title, meaning }: Pick<ScoreRow, 'title' | 'meaning'>,
  [first = null, second = null, third = null]: readonly (number | null)[],
  { write, larger }: Writing,
): ScoreRow {
  const classifier = first === null ? null : write(first);
  const gallery = second === null ? null : write(second);
  const differ = first !== null && second !== null && classifier !== gallery;
  const answer = third === null ? null : write(third);
  return { title, meaning, classifier, gallery, answer, better: differ ? ahead(first, second, larger) : null };
}

function ahead(classifier: number, gallery: number, larger: boolean): 'classifier' | 'gallery' {
  return classifier > gallery === larger ? 'classifier' : 'gallery';
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`;
}
