import { cholesky, solveLower, solveTransposed } from '../../linalg/cholesky.ts';

/** What can be true of a picture: its name is right, its name is wrong, or it is of no known class. */
export type Outcome = 'right' | 'wrong' | 'stranger';

/** Multinomial logistic regression of the outcome on F features, with `stranger` as the reference. */
export type OutcomeModel = {
  /** [F] */
  readonly mean: readonly number[];
  /** [F], > 0. */
  readonly std: readonly number[];
  /** [F + 1] each, the constant last: log-odds against `stranger`. */
  readonly right: readonly number[];
  readonly wrong: readonly number[];
};

/** An example: its features [F], and what was true. */
export type Example = { readonly features: readonly number[]; readonly outcome: Outcome };

/** The probability of each outcome; they sum to 1. */
export type OutcomeProbabilities = Readonly<Record<Outcome, number>>;

/** Ridge penalty on standardised weights, in examples: holds few examples back from certainty. */
const ridge = 1;
const rounds = 25;

/**
 * Fits the model by Newton's method, to examples in which strangers weigh as much as all others together: it holds
 * where every second picture is a stranger. Needs an example of a stranger, and one of another outcome.
 */
export function fitOutcomeModel(examples: readonly Example[]): OutcomeModel {
  const { mean, std } = standardOf(examples);
  const rows = examples.map(({ features }) => [...features.map((value, f) => (value - mean[f]) / std[f]), 1]);
  const weights = halves(examples);
  const size = rows[0].length;
  let beta = new Float64Array(2 * size);
  for (let round = 0; round < rounds; round++) {
    const step = newtonStep(beta, { rows, weights, examples });
    beta = beta.map((value, i) => value - step[i]);
    if (step.every((value) => Math.abs(value) < 1e-6)) break;
  }
  return { mean, std, right: [...beta.subarray(0, size)], wrong: [...beta.subarray(size)] };
}

/** The probabilities of the outcomes for features [F]. */
export function outcomeProbabilities(model: OutcomeModel, features: readonly number[]): OutcomeProbabilities {
  const row = [...features.map((value, f) => (value - model.mean[f]) / model.std[f]), 1];
  return softmaxOf(product(model.right, row), product(model.wrong, row));
}

/** Log-odds that a picture is of a known class: larger means known. */
export function knownLogOdds({ right, wrong, stranger }: OutcomeProbabilities): number {
  return Math.log(Math.max(right + wrong, least)) - Math.log(Math.max(stranger, least));
}

const least = 1e-12;

function softmaxOf(right: number, wrong: number): OutcomeProbabilities {
  const most = Math.max(right, wrong, 0);
  const [a, b, c] = [Math.exp(right - most), Math.exp(wrong - most), Math.exp(-most)];
  const sum = a + b + c;
  return { right: a / sum, wrong: b / sum, stranger: c / sum };
}

function standardOf(examples: readonly Example[]): Pick<OutcomeModel, 'mean' | 'std'> {
  const mean = examples[0].features.map((_, f) => averageOf(examples, (features) => features[f]));
  const std = mean.map((centre, f) => Math.sqrt(averageOf(examples, (features) => (features[f] - centre) ** 2)) || 1);
  return { mean, std };
}

function averageOf(examples: readonly Example[], value: (features: readonly number[]) => number): number {
  return examples.reduce((sum, { features }) => sum + value(features), 0) / examples.length;
}

/** The weight of each example: strangers half of all, the others the other half; N in all. */
function halves(examples: readonly Example[]): number[] {
  const strangers = examples.filter(({ outcome }) => outcome === 'stranger').length;
  const others = examples.length - strangers;
  const half = examples.length / 2;
  return examples.map(({ outcome }) => half / (outcome === 'stranger' ? strangers : others));
}

type Data = {
  readonly rows: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly examples: readonly Example[];
};

/** The inverse Hessian times the gradient of the penalised negative log-likelihood, [2 (F + 1)]. */
function newtonStep(beta: Float64Array, { rows, weights, examples }: Data): Float64Array {
  const size = rows[0].length;
  const all = 2 * size;
  const gradient = beta.map((value, i) => (isConstant(i, size) ? small : ridge) * value);
  const hessian = new Float64Array(all * all);
  for (let i = 0; i < all; i++) hessian[i * all + i] = isConstant(i, size) ? small : ridge;
  rows.forEach((row, n) => {
    const { right, wrong } = softmaxOf(product(beta.subarray(0, size), row), product(beta.subarray(size), row));
    const share = [right, wrong];
    const { outcome } = examples[n];
    const truth = [Number(outcome === 'right'), Number(outcome === 'wrong')];
    for (let a = 0; a < 2; a++) {
      for (let i = 0; i < size; i++) {
        gradient[a * size + i] += weights[n] * (share[a] - truth[a]) * row[i];
        for (let b = 0; b < 2; b++) {
          const curvature = weights[n] * share[a] * (Number(a === b) - share[b]) * row[i];
          const at = (a * size + i) * all + b * size;
          for (let j = 0; j < size; j++) hessian[at + j] += curvature * row[j];
        }
      }
    }
  });
  const factor = cholesky(hessian, all);
  return solveTransposed(factor, all, solveLower(factor, all, gradient));
}

/** A constant is hardly held back; it must not be free where an outcome never occurs. */
const small = 1e-3;

function isConstant(index: number, size: number): boolean {
  return index % size === size - 1;
}

function product(weights: ArrayLike<number>, row: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += weights[i] * row[i];
  return sum;
}
