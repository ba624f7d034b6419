import { score } from '../../base/figures.ts';
import { type FigureName, type Figures, figuresBy } from '../../losses/monitor.ts';

/** What goes wrong while an embedding is learned, with the evidence. */
export type Symptom = {
  /**
   * `collapse`: embeddings draw together; `inactive`: batches teach nothing; `overfitting`: what is learned no longer
   * helps on what is not learned from.
   */
  readonly kind: 'collapse' | 'inactive' | 'overfitting';
  /** The evidence, as a person would say it. */
  readonly seen: string;
  /** What may help, the likeliest first; take the first that can be done. */
  readonly answers: readonly Answer[];
};

/** What can be done. */
export type Answer = keyof typeof answerWords;

/** Every answer, in words that go on from the evidence. */
export const answerWords = {
  'soften-miner': 'let the miner leave more and easier pairs',
  'lower-rate': 'go back, and on at a lower rate',
  'raise-temperature': 'raise the temperature, so that the hardest pairs weigh less',
  'lower-temperature': 'lower the temperature, so that the hardest pairs weigh more',
  'raise-margin': 'raise the margin, so that there is something to learn again',
  stop: 'end here, with the weights of the best validation',
} as const;

/** How well an embedding did on what is not learned from: larger is better, 0..1; and the gap of the steps before. */
export type Measured = { readonly step: number; readonly score: number; readonly gap: number };

/** What is known beside the figures. */
export type VerdictContext = {
  /** Measurements so far, oldest first. */
  readonly validation?: readonly Measured[];
  /** How far a score may fall by chance: 0.01 is the standard error of 0.8 on 1600 queries. */
  readonly noise?: number;
};

/** Steps over whose mean figures are judged: one batch's gap may be off by a fifth, the mean of ten by a sixteenth. */
const window = 10;

/** First steps that must be known, by which the later ones are judged; only a rate can draw embeddings together in them. */
export const openingSteps = 5;

/**
 * What these figures show, of each step since learning began or was last answered: the worst first, nothing in the
 * first 20 steps. Collapse and inactivity are seen within 50 steps of their beginning. Of a long history the opening steps
 * and the last 20 are enough.
 */
export function symptomsIn(history: readonly Figures[], context: VerdictContext = {}): Symptom[] {
  if (history.length < 2 * window) return [];
  const heldOut = [collapse, inactivity, overfitting];
  return heldOut.flatMap((judge) => judge(history, context) ?? []);
}

/** Mean distance below which unlike pictures are nearer than the margins of distance losses, about 0.1, ask for. */
const leastSpread = 0.1;

/**
 * Measured over 50 steps, as in the tests: none of 48 sane runs lost as much of both its spread and its gap, which is not
 * recovered; all 24 that gave way to batch-hard mining with margin 1 at high rates did, most within 20 steps.
 */
const drawnTogether = 2 / 3;

/** On a line, to which this is near, no more than two classes lie apart from all others. */
const leastRank = 1.5;

function collapse(history: readonly Figures[]): Symptom | null {
  const [opening, before, now] = [history[0], meanBefore(history), meanOfLast(history)];
  const rises = (name: FigureName) => now[name] > 1.05 * before[name];
  const atPoint = now.spread < leastSpread && !rises('spread');
  const drawn = isDrawn(now, opening) && now.gap < Math.max(0.02, drawnTogether * opening.gap) && !rises('gap');
  const onLine = now.classes > 3.5 && now.effectiveRank < leastRank && !rises('effectiveRank');
  if (!atPoint && !drawn && !onLine) return null;
  const first = history.findIndex((figures) => isDrawn(figures, opening));
  const gentler = ['soften-miner', 'raise-temperature'] as const;
  return {
    kind: 'collapse',
    seen: `embeddings draw together: their mean distance is ${fromTo('spread', opening, now)}, what is the same is more alike than what is not by ${fromTo('gap', opening, now)}, and they vary in ${now.effectiveRank.toFixed(1)} directions`,
    answers: first >= 0 && first < openingSteps ? ['lower-rate', ...gentler] : [...gentler, 'lower-rate'],
  };
}

/**
 * Whether nothing yet hints at a collapse, so that the state can be gone back to when one comes: embeddings lie nearly as
 * far apart as in the beginning, or come apart by class.
 */
export function isSound(history: readonly Figures[]): boolean {
  if (history.length === 0) return true;
  const [opening, now] = [history[0], meanOfLast(history, openingSteps)];
  return now.spread >= hinting * opening.spread || now.gap >= opening.gap;
}

/** Share of the spread that is lost at most before a collapse is hinted at: batches differ by less. */
const hinting = 0.9;

/** Share of anchors below which a batch of 64 has 3 that teach: their gradient is noise. */
const leastActive = 0.05;

function inactivity(history: readonly Figures[]): Symptom | null {
  const now = meanOfLast(history, 2 * window);
  if (now.active >= leastActive) return null;
  const withheld = now.unlearned >= 2 * leastActive;
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return {
    kind: 'inactive',
    seen: withheld
      ? `${share(now.active)} of the samples teach, though ${share(now.unlearned)} have something to learn: the miner keeps it back`
      : `${share(now.unlearned)} of the samples have something to learn: the batches are learned`,
    answers: withheld ? ['soften-miner', 'raise-margin'] : ['raise-margin', 'lower-temperature', 'stop'],
  };
}

/** Measurements in a row that must be worse: one or two happen by chance. */
const worseInARow = 3;

function overfitting(history: readonly Figures[], { validation = [], noise = 0.01 }: VerdictContext): Symptom | null {
  const best = validation.reduce<Measured | null>((a, b) => (a && a.score >= b.score ? a : b), null);
  const last = validation.slice(-worseInARow);
  if (!best || last.length < worseInARow || last.some(({ score }) => score > best.score - noise)) return null;
  const now = meanOfLast(history);
  if (now.gap < best.gap) return null;
  return {
    kind: 'overfitting',
    seen: `validation was ${score(best.score)} after ${best.step} steps and is ${score(last[last.length - 1].score)} now, while what is learned from comes ${fromTo('gap', best, now)} apart`,
    answers: ['stop', 'lower-rate'],
  };
}

function isDrawn({ spread }: Figures, opening: Figures): boolean {
  return spread < drawnTogether * opening.spread;
}

function fromTo<N extends FigureName>(name: N, before: Pick<Figures, N>, now: Figures): string {
  return `${score(now[name])}, from ${score(before[name])}`;
}

function meanBefore(history: readonly Figures[]): Figures {
  return meanOfLast(history.slice(0, -window));
}

/** The mean of each figure over the last steps, or over as many as there are. */
export function meanOfLast(history: readonly Figures[], count = window): Figures {
  const last = history.slice(-count);
  return figuresBy((name) => last.reduce((total, figures) => total + figures[name], 0) / last.length);
}
