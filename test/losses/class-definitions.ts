import type { classLosses } from '../../src/losses/proxy/catalogue.ts';

type Rows = readonly (readonly number[])[];
type Weights = Readonly<Record<string, Rows>>;

/** The value of a loss, loop by loop: embeddings [B, D], labels, and own weights by their names, row by row. */
export type Definition = (x: Rows, labels: readonly number[], weights: Weights) => number;

const radians = Math.PI / 180;
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((total, value, i) => total + value * b[i], 0);
const length = (a: readonly number[]) => Math.sqrt(dot(a, a));
const cosine = (a: readonly number[], b: readonly number[]) => dot(a, b) / (length(a) * length(b));
const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
const meanRow = (rows: Rows) => rows[0].map((_, d) => mean(rows.map((row) => row[d])));
const unit = (a: readonly number[]) => a.map((value) => value / length(a));
const squaredDistance = (a: readonly number[], b: readonly number[]) =>
  a.reduce((total, v, d) => total + (v - b[d]) ** 2, 0);

/** -log softmax(logits)_y. */
export function surprise(logits: readonly number[], y: number): number {
  const largest = Math.max(...logits);
  return largest - logits[y] + Math.log(logits.reduce((total, z) => total + Math.exp(z - largest), 0));
}

/**
 * The mean surprise of logits made from a row and a class's proxies: `own` for the sample's class, `other` for the
 * rest.
 */
function softmaxed(
  own: (x: readonly number[], proxies: Rows) => number,
  other: (x: readonly number[], proxies: Rows) => number,
  perClass = 1,
): Definition {
  return (x, labels, { proxies }) => {
    const ofClass = (c: number) => proxies.slice(c * perClass, (c + 1) * perClass);
    const classes = Array.from({ length: proxies.length / perClass }, (_, c) => c);
    const logits = (i: number) => classes.map((c) => (c === labels[i] ? own : other)(x[i], ofClass(c)));
    return mean(labels.map((y, i) => surprise(logits(i), y)));
  };
}

/** s cos(theta + m), or s (cos(theta) - m sin(m)) where theta + m is beyond a half turn. */
function arc(cosineOf: number, degrees: number, scale: number): number {
  const theta = Math.acos(Math.max(-1, Math.min(1, cosineOf)));
  const m = degrees * radians;
  return scale * (theta + m < Math.PI ? Math.cos(theta + m) : cosineOf - m * Math.sin(m));
}

const nearest = (x: readonly number[], proxies: Rows) => Math.max(...proxies.map((p) => cosine(x, p)));

/** |x| |p| ((-1)^k cos(m theta) - 2 k). */
function largeMargin(x: readonly number[], p: readonly number[], m: number): number {
  const theta = Math.acos(cosine(x, p));
  const k = Math.floor((theta * m) / Math.PI);
  return length(x) * length(p) * ((-1) ** k * Math.cos(m * theta) - 2 * k);
}

/** sum_k q_k cos(x, p_k), q = softmax(cos / T). */
function soft(x: readonly number[], proxies: Rows, temperature: number): number {
  const cosines = proxies.map((p) => cosine(x, p));
  return cosines.reduce(
    (total, s, k) =>
      total +
      s *
        Math.exp(
          -surprise(
            cosines.map((c) => c / temperature),
            k,
          ),
        ),
    0,
  );
}

const softTriple: Definition = (x, labels, weights) => {
  const [count, classes] = [10, weights.proxies.length / 10];
  let apart = 0;
  for (let c = 0; c < classes; c++)
    for (let k = 0; k < count; k++)
      for (let l = k + 1; l < count; l++)
        apart += Math.sqrt(2 - 2 * cosine(weights.proxies[c * count + k], weights.proxies[c * count + l]));
  const own = (row: readonly number[], proxies: Rows) => 20 * (soft(row, proxies, 0.1) - 0.01);
  const other = (row: readonly number[], proxies: Rows) => 20 * soft(row, proxies, 0.1);
  return softmaxed(own, other, count)(x, labels, weights) + (0.2 * apart) / (classes * count * (count - 1));
};

const proxyAnchor: Definition = (x, labels, { proxies }) => {
  const [pulls, pushes]: [number[], number[]] = [[], []];
  proxies.forEach((p, c) => {
    let [pull, push] = [0, 0];
    x.forEach((row, i) => {
      if (labels[i] === c) pull += Math.exp(-32 * (cosine(row, p) - 0.1));
      else push += Math.exp(32 * (cosine(row, p) + 0.1));
    });
    if (labels.includes(c)) pulls.push(Math.log1p(pull));
    pushes.push(Math.log1p(push));
  });
  return mean(pulls) + mean(pushes);
};

const centre: Definition = (x, labels, { proxies, bias, centres }) =>
  mean(
    labels.map((y, i) => {
      const logits = proxies.map((p, c) => dot(x[i], p) + bias[0][c]);
      return surprise(logits, y) + (0.003 / 2) * squaredDistance(x[i], centres[y]);
    }),
  );

/** Every sample asks, or those after the first `shots` of their class. */
export function prototypicalDefinition(
  shots: number | null,
  closeness: (x: readonly number[], prototype: readonly number[]) => number,
  row: (x: readonly number[]) => readonly number[],
): Definition {
  return (x, labels) => {
    const classes = [...new Set(labels)];
    const placesOf = (y: number) => labels.flatMap((label, i) => (label === y ? [i] : []));
    const supportOf = (y: number, asking: number) => {
      const places = placesOf(y).slice(0, shots ?? labels.length);
      return places.filter((i) => i !== asking).map((i) => row(x[i]));
    };
    const asks = (i: number) => placesOf(labels[i]).indexOf(i) >= (shots ?? 0) && placesOf(labels[i]).length > 1;
    const asking = labels.flatMap((_, i) => (asks(i) ? [i] : []));
    if (asking.length === 0) return 0;
    const logits = (i: number) => classes.map((y) => closeness(row(x[i]), meanRow(supportOf(y, i))));
    return mean(asking.map((i) => surprise(logits(i), classes.indexOf(labels[i]))));
  };
}

/** Of minus |x - p|^2, embeddings as they are; and of 10 cos(x, p), unit embeddings. */
export const [euclideanDefinition, cosineDefinition] = [
  (shots: number | null) =>
    prototypicalDefinition(
      shots,
      (x, p) => -squaredDistance(x, p),
      (x) => x,
    ),
  (shots: number | null) => prototypicalDefinition(shots, (x, p) => 10 * cosine(x, p), unit),
];

/** What each loss is with its defaults. */
export const classDefinitions = {
  normalisedSoftmax: softmaxed(
    (x, [p]) => cosine(x, p) / 0.09,
    (x, [p]) => cosine(x, p) / 0.09,
  ),
  cosFace: softmaxed(
    (x, [p]) => 64 * (cosine(x, p) - 0.35),
    (x, [p]) => 64 * cosine(x, p),
  ),
  arcFace: softmaxed(
    (x, [p]) => arc(cosine(x, p), 23, 64),
    (x, [p]) => 64 * cosine(x, p),
  ),
  subCentreArcFace: softmaxed(
    (x, ps) => arc(nearest(x, ps), 23, 64),
    (x, ps) => 64 * nearest(x, ps),
    3,
  ),
  largeMarginSoftmax: softmaxed(
    (x, [p]) => largeMargin(x, p, 3),
    (x, [p]) => dot(x, p),
  ),
  proxyNcaPlusPlus: softmaxed(
    (x, [p]) => -9 * squaredDistance(unit(x), unit(p)),
    (x, [p]) => -9 * squaredDistance(unit(x), unit(p)),
  ),
  proxyAnchor,
  softTriple,
  centre,
  prototypical: cosineDefinition(null),
} satisfies Record<keyof typeof classLosses, Definition>;
