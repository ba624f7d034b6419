import { type Projection, project } from '../backbones/projection.ts';
import { DiscernError } from '../base/error.ts';
import { type Matrix, matrix, takeRows } from '../base/matrix.ts';
import type { Watch } from '../base/progress.ts';
import { random } from '../base/random.ts';
import { classMeans } from '../gallery/class-means.ts';
import {
  cast,
  div,
  equal,
  gather,
  greater,
  logSoftmax,
  matMul,
  maximum,
  mul,
  neg,
  reshape,
  sub,
  sum,
  transpose,
  where,
} from '../graph/ops.ts';
import type { Value } from '../graph/value.ts';
import { leadingDirections } from '../linalg/leading-directions.ts';
import { composed, type Product } from '../linalg/product.ts';
import { scaledCosine } from '../losses/proxy/prototype-closeness.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { floats } from '../runtime/tensors.ts';
import type { LabelledEmbeddings } from '../spaces/projection-fit.ts';
import { identity } from './learn-projection.ts';
import { train } from './train.ts';

/** With what a space is learned. */
export type NearestMeanTools = Pick<Watch, 'signal'> & {
  readonly runtime: Runtime;
  readonly product: Product;
  readonly seed: number;
  readonly threads?: number | undefined;
};

/** Directions of the whitened space that are learned on: all 1280 took ten times as long, and came to as much. */
const mostDirections = 256;

/** Gentle, and not for long: what is learned by heart tells other pictures worse. */
const scalars = { learningRate: 6e-4, epochs: 12, batch: 128 } as const;

/** Multiplications that learning may take, counted, never timed: about 20 s on 2 cores. Some of the pictures ask where all are too many. */
const mostMultiplications = 5e11;

/** Steps below which hardly anything is learned: with thousands of classes, whose means take part in every step. */
const fewestSteps = 200;

/** What cosines are multiplied by. */
const logitScale = 16;

/**
 * The space in which most pictures lie nearest to the mean of their own class: nearest class mean metric learning (Mensink, Verbeek,
 * Perronnin and Csurka 2013, eq. 6, with cosines for distances), from a whitened `space` of these embeddings on. Means are those
 * of all that is learned, and a picture asks that of its own class without it: with itself in it, it would be near whatever is
 * learned, and directions in which pictures of one scene lie would be kept. Null where there are so many classes (thousands) that
 * too few steps can be afforded, or learning diverges.
 * The same pictures, seed, machine and threads give the same bytes. Throws `interrupted`.
 */
export async function nearestMeanSpace(
  learned: LabelledEmbeddings,
  space: Projection,
  tools: NearestMeanTools,
): Promise<Projection | null> {
  const { product, seed } = tools;
  const extent = extentOf(learned);
  if (extent === null || space.weights === null) return null;
  const rows = await project(space, learned.embeddings, product);
  const drawing = { random: random(seed, 'directions of a space for means'), product };
  const directions = await leadingDirections(rows, mostDirections, drawing);
  const begun = await product(rows, directions);
  const trained = await trainedFor({ ...learned, embeddings: begun }, extent, tools).catch(nullWhereDiverged);
  if (trained === null) return null;
  const weights = await composed(trained, await composed(directions, space.weights, product), product);
  return { ...space, name: 'nearestMean', weights };
}

function nullWhereDiverged(thrown: unknown): null {
  if (thrown instanceof DiscernError && thrown.code === 'diverged') return null;
  throw thrown;
}

async function trainedFor(
  { embeddings: x, labels, classes, weights }: LabelledEmbeddings,
  extent: Extent,
  { runtime, seed, threads, signal }: NearestMeanTools,
): Promise<Matrix> {
  const { rows, columns } = x;
  const trust = weights ?? new Float32Array(rows).fill(1);
  const means = classMeans(x, labels, classes.length, trust);
  const totals = new Float32Array(classes.length);
  for (const [i, label] of labels.entries()) totals[label] += trust[i];
  const ask = random(seed, 'pictures that ask')
    .shuffle([...labels.keys()])
    .slice(0, extent.asking);
  const some = (values: ArrayLike<number>) => ask.map((i) => values[i]);
  const result = await train(
    {
      parameters: { projection: { shape: [columns, columns], initial: identity([columns, columns]), decay: false } },
      data: {
        x: takeRows(x, ask),
        labels: Int32Array.from(some(labels)),
        trust: matrix(ask.length, 1, Float32Array.from(some(trust))),
      },
      loss: ({ projection }, batch) => surpriseByMeans(batch, { means, totals }, projection),
      ...{ learningRate: scalars.learningRate, batch: scalars.batch, epochs: extent.epochs, seed },
    },
    { runtime, threads, signal },
  );
  return matrix(columns, columns, floats(result.weights.projection));
}

/** How many pictures ask, and how often. */
type Extent = { readonly asking: number; readonly epochs: number };

/** As much as work is worth; null where that is next to nothing. */
function extentOf({ embeddings: { rows, columns }, classes: { length: classes } }: LabelledEmbeddings): Extent | null {
  const [batch, dimensions] = [Math.min(scalars.batch, rows), Math.min(mostDirections, columns)];
  const forward = (batch + classes) * dimensions ** 2 + batch * classes * dimensions;
  const steps = Math.floor(mostMultiplications / (3 * forward));
  if (steps < fewestSteps) return null;
  const asking = Math.min(rows, steps * batch);
  return { asking, epochs: Math.min(scalars.epochs, Math.floor(steps / Math.ceil(asking / batch))) };
}

/** Samples [B, D], their classes int64 [B], and how far these are to be trusted, 0..1, [B, 1]. */
type Asking = Readonly<Record<'x' | 'labels' | 'trust', Value>>;

/** What classes are in all that is learned: means [C, D], and how much trusted samples they are of, [C]. */
export type ClassesLearned = { readonly means: Matrix; readonly totals: Float32Array };

/**
 * - sum_i t_i log (e^(16 cos(W x_i, W m_i)) / sum_c e^(16 cos(W x_i, W m_c))) / sum_i t_i, t trust, m_c the mean of class c, and m_i that
 * of x_i's own class without x_i. Samples whose class has no other ask nothing. `projection` W [E, D].
 */
export function surpriseByMeans(
  { x, labels, trust }: Asking,
  { means, totals }: ClassesLearned,
  projection: Value,
): Value {
  const { graph } = projection;
  const known = graph.constant(means.data, { shape: [means.rows, means.columns] });
  const [p, e] = [known, x].map((each) => matMul(each, transpose(projection)));
  const total = reshape(gather(graph.constant(totals), labels), [-1, 1]);
  const others = sub(mul(total, gather(p, labels)), mul(trust, e)); // their sum: as long as it may be
  const isOwn = equal(reshape(labels, [-1, 1]), graph.constant([...totals.keys()], { type: 'int64' }));
  const { rows, toEach, toPaired } = scaledCosine(logitScale);
  const logProbabilities = logSoftmax(where(isOwn, toPaired(rows(e), others), toEach(rows(e), p)));
  const own = sum(mul(cast(isOwn, x.type), logProbabilities), -1, { keep: true });
  const asks = mul(trust, cast(greater(sub(total, trust), leastOthers), x.type));
  return div(neg(sum(mul(asks, own))), maximum(sum(asks), leastAsked));
}

/** Trust in others of a class, below which there are none. */
const leastOthers = 1e-3;

/** What is divided by where nothing asks. */
const leastAsked = 1e-3;
