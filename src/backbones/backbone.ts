import { DiscernError, internalError } from '../base/error.ts';
import { type Matrix, normaliseRows } from '../base/matrix.ts';
import type { Preprocessing } from '../images/preprocessing.ts';
import type { Port, Runtime, Session, Tensor } from '../runtime/runtime.ts';
import type { Card } from './card.ts';
import { type FeatureTensor, poolings } from './pooling.ts';

/**
 * A loaded network that turns preprocessed pictures into embeddings. Wait for one run to end before you start the next.
 */
export interface Backbone {
  readonly card: Card;
  /**
   * Embeds `count` preprocessed pictures, [N, 3, H, W] or [N, H, W, 3] by the card's layout: gives [N, D] with rows of
   * unit length. Where the network gives NaN or only zeros for a picture, so does its row: see isUsable.
   */
  features(input: Float32Array, count: number): Promise<Matrix>;
  dispose(): Promise<void>;
}

/** Options of openBackbone. */
export type BackboneOptions = {
  /** Threads within one operator. 1 gives the most pictures per second when several backbones run in parallel. */
  readonly threads?: number;
};

/**
 * Loads `bytes`, the ONNX file that `card` describes. Throws `bad-model` where the graph lacks the card's input or
 * output, or gives another number of features, and `unsupported` where input or output is not float32.
 */
export async function openBackbone(
  card: Card,
  bytes: Uint8Array,
  runtime: Runtime,
  { threads = 1 }: BackboneOptions = {},
): Promise<Backbone> {
  const session = await runtime.load(bytes, { threads });
  portNamed(card, 'output', session.outputs);
  const { shape } = portNamed(card, 'input', session.inputs);
  const once = shape[0] === 1;
  return {
    card,
    features: async (input, count) =>
      once && count > 1 ? oneByOne(session, card, input, count) : embeddings(session, card, input, count),
    dispose: () => session.dispose(),
  };
}

async function embeddings(session: Session, card: Card, input: Float32Array, count: number): Promise<Matrix> {
  const feed: Tensor = { type: 'float32', shape: [count, ...pictureShape(card.preprocessing)], data: input };
  const outputs = await session.run({ [card.input]: feed }, [card.output]);
  return normaliseRows(poolings[card.pooling](checked(card, outputs[card.output], count), card.dimensions));
}

/** For graphs with a fixed batch size of one. */
async function oneByOne(session: Session, card: Card, input: Float32Array, count: number): Promise<Matrix> {
  const size = input.length / count;
  const data = new Float32Array(count * card.dimensions);
  for (let i = 0; i < count; i++) {
    const single = await embeddings(session, card, input.subarray(i * size, (i + 1) * size), 1);
    data.set(single.data, i * card.dimensions);
  }
  return { rows: count, columns: card.dimensions, data };
}

/** Shape of one prepared picture: [3, H, W] or [H, W, 3]. */
export function pictureShape({ layout, sizePx }: Preprocessing): readonly number[] {
  return layout === 'nchw' ? [3, sizePx, sizePx] : [sizePx, sizePx, 3];
}

function checked(card: Card, output: Tensor | undefined, count: number): FeatureTensor {
  if (!output) throw internalError(`the runtime gave no output ${card.output}`);
  if (output.type !== 'float32') throw notFloat32(card.name, { name: card.output, type: output.type, shape: [] });
  const perPicture = output.data.length / count;
  const fits = card.pooling === 'none' ? perPicture === card.dimensions : perPicture % card.dimensions === 0;
  if (output.shape[0] !== count || !fits || perPicture === 0) throw wrongShape(card, output.shape, count);
  return output;
}

function portNamed(card: Card, kind: 'input' | 'output', ports: readonly Port[]): Port {
  const port = ports.find(({ name }) => name === card[kind]);
  if (!port) throw missingPort(card, kind, ports);
  if (port.type !== 'float32') throw notFloat32(card.name, port);
  return port;
}

function missingPort(card: Card, kind: 'input' | 'output', ports: readonly Port[]): DiscernError {
  return new DiscernError('bad-model', `${card.name} has no ${kind} ${card[kind]}`, {
    given: `a graph whose ${kind}s are ${ports.map(({ name }) => name).join(', ')}`,
    expected: `the ${kind} ${card[kind]} that the card names`,
    todo: 'use the file that belongs to the card, or describe this one again with --backbone FILE.onnx',
  });
}

/** The error of a graph whose input or output is not float32 (but half precision, bytes or whole numbers). */
export function notFloat32(model: string, { name, type }: Port): DiscernError {
  return new DiscernError('unsupported', `${model}: ${name} holds ${type}`, {
    given: `${name} of type ${type}`,
    expected: 'float32 inputs and outputs (weights may be float16, with a Cast after them)',
    todo: 'export the model with float32 inputs and outputs, or use the float32 file of the same model',
  });
}

function wrongShape(card: Card, shape: readonly number[], count: number): DiscernError {
  return new DiscernError('bad-model', `${card.name}: ${card.output} has the shape [${shape.join(', ')}]`, {
    given: `[${shape.join(', ')}] for ${count} pictures`,
    expected: `${card.dimensions} features per picture, pooling ${card.pooling}`,
    todo: 'describe the model again with --backbone FILE.onnx, or name the output with --output and --pooling',
  });
}
