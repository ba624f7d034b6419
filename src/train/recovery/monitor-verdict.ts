import { formatScore } from '../../base/figures.ts';
import { type FigureName, type Figures, figuresBy } from '../../losses/monitor.ts';

/** A problem in the training of an embedding, with evidence. */
export type Symptom = {
  /**
   * `collapse`: all embeddings become similar. `inactive`: hardly any sample gives a gradient. `overfitting`: the
   * training loss improves, but the validation score falls.
   */
  readonly kind: 'collapse' | 'inactive' | 'overfitting';
  /** The evidence, as a sentence for people. */
  readonly seen: string;
  /** Possible reactions, the most likely to help first. The first one that is possible should be taken. */
  readonly answers: readonly Answer[];
};

/** A possible reaction. */
export type Answer = keyof typeof answerWords;

/** Every reaction in words, to follow the evidence. */
export const answerWords = {
  'relax-miner': 'let the miner leave more and easier pairs',
  'lower-rate': 'go back and continue at a lower learning rate',
  'raise-temperature': 'raise the temperature, so that the hardest pairs weigh less',
  'lower-temperature': 'lower the temperature, so that the hardest pairs weigh more',
  'raise-margin': 'raise the margin, so that there is something to learn again',
  stop: 'stop, with the weights of the best validation',
} as const;

/** A validation score of an embedding (0..1, larger is better), and the gap of the steps before it. */
export type ValidationPoint = { readonly step: number; readonly score: number; readonly gap: number };

/** What is known besides the monitor's values. */
export type VerdictContext = {
  /** Validations so far, oldest first. */
  readonly validation?: readonly ValidationPoint[];
  /** How far a score may fall by chance: 0.01 is the standard error of 0.8 on 1600 queries. */
  readonly noise?: number;
};

/**
 * Values are averaged over this many steps. The gap of one batch may be off by a fifth, the mean of ten by a sixteenth.
 */
const window = 10;

/**
 * Number of first steps that the later ones are compared with. Only a high learning rate collapses embeddings within
 * them.
 */
export const openingSteps = 5;

/**
 * The problems that the monitor's values show, the worst first. `history` has the values of each step since training
 * began or since the last reaction. Gives nothing in the first 20 steps. A collapse or inactivity is seen within 50
 * steps. Of a long history, the opening steps and the last 20 are enough.
 */
export function symptomsIn(history: readonly Figures[], context: VerdictContext = {}): Symptom[] {
  if (history.length < 2 * window) return [];
  const checks = [collapse, inactivity, overfitting];
  return checks.flatMap((check) => check(history, context) ?? []);
}

/** Below this mean distance, different pictures are closer than the margins of distance losses (about 0.1) require. */
const minSpread = 0.1;

/**
 * Share of the initial spread and gap. Measured over 50 steps, as in the tests: none of 48 healthy runs lost as much of
 * both. All 24 runs that collapsed (batch-hard mining with margin 1 at high learning rates) did, most within 20 steps.
 * A gap that recovers is not a collapse.
 */
const collapsedShare = 2 / 3;

/**
 * An effective rank near 1 means that all embeddings lie on a line, where at most two classes can be apart from all
 * others.
 */
const minRank = 1.5;

function collapse(history: readonly Figures[]): Symptom | null {
  const [opening, before, now] = [history[0], meanBefore(history), meanOfLast(history)];
  const rises = (name: FigureName) => now[name] > 1.05 * before[name];
  const atPoint = now.spread < minSpread && !rises('spread');
  const hasCollapsed =
    isCollapsed(now, opening) && now.gap < Math.max(0.02, collapsedShare * opening.gap) && !rises('gap');
  const onLine = now.classes > 3.5 && now.effectiveRank < minRank && !rises('effectiveRank');
  if (!atPoint && !hasCollapsed && !onLine) return null;
  const first = history.findIndex((figures) => isCollapsed(figures, opening));
  const gentler = ['relax-miner', 'raise-temperature'] as const;
  return {
    kind: 'collapse',
    seen: [
      `embeddings collapse: their mean distance is ${fromTo('spread', opening, now)}`,
      `positive pairs are more similar than negative ones by ${fromTo('gap', opening, now)}`,
      `and the effective rank is ${now.effectiveRank.toFixed(1)}`,
    ].join(', '),
    answers: first >= 0 && first < openingSteps ? ['lower-rate', ...gentler] : [...gentler, 'lower-rate'],
  };
}

/**
 * Whether nothing points to a collapse yet, so that this state can be a rollback point: the embeddings are nearly as
 * far apart as at the start, or the gap is at least as large.
 */
export function isSound(history: readonly Figures[]): boolean {
  if (history.length === 0) return true;
  const [opening, now] = [history[0], meanOfLast(history, openingSteps)];
  return now.spread >= soundShare * opening.spread || now.gap >= opening.gap;
}

/** Below this share of the initial spread a collapse may begin. Batches differ by less. */
const soundShare = 0.9;

/** Below this share of active anchors, a batch of 64 has about 3 that give a gradient: it is mostly noise. */
const minActive = 0.05;

function inactivity(history: readonly Figures[]): Symptom | null {
  const now = meanOfLast(history, 2 * window);
  if (now.active >= minActive) return null;
  const withheld = now.unlearned >= 2 * minActive;
  const [active, unlearned] = [now.active, now.unlearned].map((share) => `${(100 * share).toFixed(1)} %`);
  return {
    kind: 'inactive',
    seen: withheld
      ? `${active} of the samples give a gradient, though ${unlearned} could: the miner leaves out too much`
      : `only ${unlearned} of the samples could give a gradient: the batches are learned`,
    answers: withheld ? ['relax-miner', 'raise-margin'] : ['raise-margin', 'lower-temperature', 'stop'],
  };
}

/** Number of validations in a row that must be worse. One or two may be worse by chance. */
const worseInARow = 3;

function overfitting(history: readonly Figures[], { validation = [], noise = 0.01 }: VerdictContext): Symptom | null {
  const best = validation.reduce<ValidationPoint | null>((a, b) => (a && a.score >= b.score ? a : b), null);
  const last = validation.slice(-worseInARow);
  if (!best || last.length < worseInARow || last.some(({ score }) => score > best.score - noise)) return null;
  const now = meanOfLast(history);
  if (now.gap < best.gap) return null;
  const lastScore = formatScore(last[last.length - 1].score);
  return {
    kind: 'overfitting',
    seen: [
      `validation was ${formatScore(best.score)} after ${best.step} steps and is ${lastScore} now`,
      `while positive training pairs are more similar than negative ones by ${fromTo('gap', best, now)}`,
    ].join(', '),
    answers: ['stop', 'lower-rate'],
  };
}

function isCollapsed({ spread }: Figures, opening: Figures): boolean {
  return spread < collapsedShare * opening.spread;
}

function fromTo<N extends FigureName>(name: N, before: Pick<Figures, N>, now: Figures): string {
  return `${formatScore(now[name])}, from ${formatScore(before[name])}`;
}

function meanBefore(history: readonly Figures[]): Figures {
  return meanOfLast(history.slice(0, -window));
}

/** The mean of each value over the last steps, or over as many as there are. */
export function meanOfLast(history: readonly Figures[], count = window): Figures {
  const last = history.slice(-count);
  return figuresBy((name) => last.reduce((total, figures) => total + figures[name], 0) / last.length);
}
