import { type Projection, project } from '../backbones/projection.ts';
import { DiscernError } from '../base/error.ts';
import { type Matrix, matrix, takeRows } from '../base/matrix.ts';
import type { ProgressOptions } from '../base/progress.ts';
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
import { identityMatrix } from './learn-projection.ts';
import { train } from './train.ts';

/** The runtime and the seed of the training. */
export type NearestMeanTools = Pick<ProgressOptions, 'signal'> & {
  readonly runtime: Runtime;
  readonly product: Product;
  readonly seed: number;
  readonly threads?: number | undefined;
};

/**
 * Number of leading directions of the whitened space that are used. All 1280 took ten times as long and gave the same
 * accuracy.
 */
const maxDirections = 256;

/** A low learning rate and few epochs: more overfits, and other pictures get worse. */
const scalars = { learningRate: 6e-4, epochs: 12, batch: 128 } as const;

/**
 * Limit on the multiplications of the training, about 20 s on 2 cores. They are counted, never timed. If all pictures
 * exceed it, only some of them are queries.
 */
const maxMultiplications = 5e11;

/**
 * With fewer steps than this hardly anything is learned. Thousands of classes leave that few, because all means take
 * part in every step.
 */
const minSteps = 200;

/** Factor on cosines before the softmax. */
const logitScale = 16;

/**
 * Nearest class mean metric learning (Mensink, Verbeek, Perronnin and Csurka 2013, eq. 6, with cosines instead of
 * distances), starting from a whitened `space` of these embeddings: most pictures lie nearest to the mean of their own
 * class. The means are over all pictures, but a picture is left out of the mean of its own class. With itself in it,
 * any space would look good, and directions shared by pictures of one scene would be kept. Null where so many classes
 * (thousands) leave too few steps, or where training diverges. The same pictures, seed, machine and number of threads
 * give the same bytes. Throws `interrupted`.
 */
export async function nearestMeanSpace(
  learned: LabelledEmbeddings,
  space: Projection,
  tools: NearestMeanTools,
): Promise<Projection | null> {
  const { product, seed } = tools;
  const size = querySizeOf(learned);
  if (size === null || space.weights === null) return null;
  const rows = await project(space, learned.embeddings, product);
  const drawing = { random: random(seed, 'directions of a space for means'), product };
  const directions = await leadingDirections(rows, maxDirections, drawing);
  const reduced = await product(rows, directions);
  const trained = await trainedFor({ ...learned, embeddings: reduced }, size, tools).catch(nullWhereDiverged);
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
  size: QuerySize,
  { runtime, seed, threads, signal }: NearestMeanTools,
): Promise<Matrix> {
  const { rows, columns } = x;
  const trust = weights ?? new Float32Array(rows).fill(1);
  const means = classMeans(x, labels, classes.length, trust);
  const totals = new Float32Array(classes.length);
  for (const [i, label] of labels.entries()) totals[label] += trust[i];
  const queries = random(seed, 'pictures that ask')
    .shuffle([...labels.keys()])
    .slice(0, size.queries);
  const some = (values: ArrayLike<number>) => queries.map((i) => values[i]);
  const result = await train(
    {
      parameters: {
        projection: { shape: [columns, columns], initial: identityMatrix([columns, columns]), decay: false },
      },
      data: {
        x: takeRows(x, queries),
        labels: Int32Array.from(some(labels)),
        trust: matrix(queries.length, 1, Float32Array.from(some(trust))),
      },
      loss: ({ projection }, batch) => nearestMeanLoss(batch, { means, totals }, projection),
      ...{ learningRate: scalars.learningRate, batch: scalars.batch, epochs: size.epochs, seed },
    },
    { runtime, threads, signal },
  );
  return matrix(columns, columns, floats(result.weights.projection));
}

/** Number of pictures that are queries, and of epochs. */
type QuerySize = { readonly queries: number; readonly epochs: number };

/** As many queries and epochs as the limit allows; null where these are too few steps. */
function querySizeOf({
  embeddings: { rows, columns },
  classes: { length: classes },
}: LabelledEmbeddings): QuerySize | null {
  const [batch, dimensions] = [Math.min(scalars.batch, rows), Math.min(maxDirections, columns)];
  const forward = (batch + classes) * dimensions ** 2 + batch * classes * dimensions;
  const steps = Math.floor(maxMultiplications / (3 * forward));
  if (steps < minSteps) return null;
  const queries = Math.min(rows, steps * batch);
  return { queries, epochs: Math.min(scalars.epochs, Math.floor(steps / Math.ceil(queries / batch))) };
}

/** Samples [B, D], their classes int64 [B], and the weight of their labels, 0..1, [B, 1]. */
type Queries = Readonly<Record<'x' | 'labels' | 'trust', Value>>;

/** The class means [C, D], and the sum of weights in each class, [C]. */
export type ClassStatistics = { readonly means: Matrix; readonly totals: Float32Array };

/**
 * - sum_i t_i log (e^(16 cos(W x_i, W m_i)) / sum_c e^(16 cos(W x_i, W m_c))) / sum_i t_i. t: weights of the labels;
 *   m_c: the mean of class c; m_i: the mean of the class of x_i without x_i. A sample that is alone in its class has
 *   weight 0. `projection` is W [E, D].
 */
export function nearestMeanLoss(
  { x, labels, trust }: Queries,
  { means, totals }: ClassStatistics,
  projection: Value,
): Value {
  const { graph } = projection;
  const known = graph.constant(means.data, { shape: [means.rows, means.columns] });
  const [p, e] = [known, x].map((each) => matMul(each, transpose(projection)));
  const total = reshape(gather(graph.constant(totals), labels), [-1, 1]);
  const others = sub(mul(total, gather(p, labels)), mul(trust, e)); // their weighted sum; its length does not matter
  const isOwn = equal(reshape(labels, [-1, 1]), graph.constant([...totals.keys()], { type: 'int64' }));
  const { rows, toEach, toPaired } = scaledCosine(logitScale);
  const logProbabilities = logSoftmax(where(isOwn, toPaired(rows(e), others), toEach(rows(e), p)));
  const own = sum(mul(cast(isOwn, x.type), logProbabilities), -1, { keep: true });
  const queryWeights = mul(trust, cast(greater(sub(total, trust), minOthers), x.type));
  return div(neg(sum(mul(queryWeights, own))), maximum(sum(queryWeights), minDivisor));
}

/** Below this sum of weights a class counts as having no other samples. */
const minOthers = 1e-3;

/** Least divisor, for batches in which no sample has weight. */
const minDivisor = 1e-3;
