import { DiscernError } from '../base/error.ts';
import { type Matrix, normalise } from '../base/matrix.ts';
import { random } from '../base/random.ts';
import { gradientTimesInput } from '../graph/gradient-times-input.ts';
import { fileCuts } from '../graph/importers/cuts.ts';
import { type ImportedNetwork, importOnnx } from '../graph/importers/import-onnx.ts';
import { withOutputs } from '../graph/proto/with-outputs.ts';
import { elementCount, sizes, type Value } from '../graph/value.ts';
import type { Runtime, Session, Tensor } from '../runtime/runtime.ts';
import { floats, floatTensor } from '../runtime/tensors.ts';
import { pictureShape } from './backbone.ts';
import type { Card } from './card.ts';
import { type CellLayout, cellLayout, cellsOf, sumsOfCells } from './cells.ts';
import { poolInGraph } from './pool-in-graph.ts';
import { poolings } from './pooling.ts';

/** What a network computes of one picture. */
export type PictureCells = {
  /** The features of every cell of the last map, [cells, channels], row by row. */
  readonly cells: Matrix;
  /** The pooled output of the network, [D], before it is scaled to unit length. */
  readonly pooled: Float32Array;
  /** [D], unit length. */
  readonly embedding: Float32Array;
  /** How much each cell contributes to `pooled` . direction, [cells]; `direction` is [D]. */
  contributions(direction: Float32Array): Promise<Float64Array>;
};

/** A network opened at its last spatial map. Wait for one call to end before you start the next. */
export type CellNetwork = {
  readonly layout: CellLayout;
  /** A preprocessed picture, [3, S, S] or [S, S, 3] by the card's layout. */
  run(input: Float32Array): Promise<PictureCells>;
  dispose(): Promise<void>;
};

/** So many tensors before the output are looked at: more than any part after the last map has. */
const candidates = 24;

/**
 * Opens a network at the last tensor that still has places and from which several places reach the output: the last
 * map of a CNN, or the tokens before the last attention where only the class token is used. Throws `unsupported` where
 * there is none, and what the runtime throws.
 */
export async function openCellNetwork(
  card: Card,
  bytes: Uint8Array,
  runtime: Runtime,
  { threads = 1 }: { readonly threads?: number | undefined } = {},
): Promise<CellNetwork> {
  const names = placesToCut(card, bytes);
  const session = await runtime.load(withOutputs(bytes, names), { threads });
  try {
    const shapes = await shapesOf(session, card, names);
    const { name, layout, program } = await lastMap({ card, bytes, runtime, shapes });
    return cellNetwork({ card, session, name, layout, program });
  } catch (thrown) {
    await session.dispose();
    throw thrown;
  }
}

type Opened = {
  readonly card: Card;
  readonly session: Session;
  readonly name: string;
  readonly layout: CellLayout;
  readonly program: Session;
};

function cellNetwork({ card, session, name, layout, program }: Opened): CellNetwork {
  return {
    layout,
    async run(input) {
      const outputs = await session.run({ [card.input]: pictureTensor(card, input) }, [
        ...new Set([name, card.output]),
      ]);
      const map = outputs[name];
      const { data: pooled } = poolings[card.pooling](featuresOf(outputs[card.output]), card.dimensions);
      return {
        cells: cellsOf(floats(map), layout),
        pooled,
        embedding: normalise(pooled.slice()),
        contributions: async (direction) => sumsOfCells(await contributionsOf(program, map, direction), layout),
      };
    },
    dispose: async () => {
      await Promise.all([session.dispose(), program.dispose()]);
    },
  };
}

async function contributionsOf(program: Session, map: Tensor, direction: Float32Array): Promise<Float32Array> {
  const feeds: Record<string, Tensor> = { map, fixed: map, direction: floatTensor(direction, [1, direction.length]) };
  const declared = Object.fromEntries(program.inputs.map(({ name }) => [name, feeds[name]]));
  return floats((await program.run(declared)).contributions);
}

/** The last tensors that alone connect the parts before and after them, and the output where it is not pooled yet. */
function placesToCut({ input, output, pooling }: Card, bytes: Uint8Array): string[] {
  const inside = fileCuts(bytes, { output }).filter(({ name, trainable }) => trainable && name !== input);
  const names = inside.slice(-candidates).map(({ name }) => name);
  return pooling === 'none' ? names : [...names, output];
}

/** The sizes of tensors are asked of the runtime, as nodes before a cut may be of any kind. */
async function shapesOf(
  session: Session,
  card: Card,
  names: readonly string[],
): Promise<Map<string, readonly number[]>> {
  const size = pictureShape(card.preprocessing).reduce((product, side) => product * side, 1);
  const outputs = await session.run({ [card.input]: pictureTensor(card, new Float32Array(size)) }, names);
  return new Map(names.map((name) => [name, outputs[name].shape]));
}

function pictureTensor({ preprocessing }: Card, input: Float32Array): Tensor {
  return floatTensor(input, [1, ...pictureShape(preprocessing)]);
}

function featuresOf(tensor: Tensor) {
  return { shape: tensor.shape, data: floats(tensor) };
}

type Search = {
  readonly card: Card;
  readonly bytes: Uint8Array;
  readonly runtime: Runtime;
  readonly shapes: ReadonlyMap<string, readonly number[]>;
};

async function lastMap({ card, bytes, runtime, shapes }: Search) {
  const tail = importedTail(card, bytes, shapes);
  const output = tail && poolInGraph(tail.output, card);
  const places = [...shapes];
  for (const [i, [name, shape]] of [...places.entries()].reverse()) {
    const value = tail?.values.get(name);
    const layout = cellLayout(shape);
    if (!value || !output || !layout || isFlattened(shape, places[i - 1]?.[1])) continue;
    const program = await programAt(value, output, runtime);
    if (program === null) continue;
    if (await severalReach(program, value, layout, card.dimensions)) return { name, layout, program };
    await program.dispose();
  }
  throw noMap(card);
}

/** Whether a tensor [1, C, h w] is the map [1, C, h, w] before it: where C is a square number, it looks like tokens. */
function isFlattened(shape: readonly number[], before: readonly number[] = []): boolean {
  return shape.length === 3 && before.length === 4 && shape[1] === before[1] && shape[2] === before[2] * before[3];
}

/** The part after the earliest of these tensors from which it can be imported; null where there is none. */
function importedTail(card: Card, bytes: Uint8Array, shapes: Search['shapes']): ImportedNetwork | null {
  const picture = pictureShape(card.preprocessing);
  for (const [name, [, ...shape]] of shapes) {
    try {
      return importOnnx(bytes, { batch: 1, output: card.output, picture, from: { name, shape } });
    } catch (thrown) {
      if (!(thrown instanceof DiscernError)) throw thrown;
    }
  }
  return null;
}

async function programAt(from: Value, output: Value, runtime: Runtime): Promise<Session | null> {
  try {
    return await runtime.load(gradientTimesInput({ graph: output.graph, output }, from));
  } catch (thrown) {
    if (thrown instanceof DiscernError) return null;
    throw thrown;
  }
}

/** Whether more than one cell reaches the output; after the last attention only the class token does. */
async function severalReach(
  program: Session,
  { shape }: Value,
  layout: CellLayout,
  dimensions: number,
): Promise<boolean> {
  const { uniform, normal } = random(0, 'cells that reach the output');
  const map = floatTensor(new Float32Array(elementCount(shape)).map(uniform), sizes(shape));
  const sums = sumsOfCells(await contributionsOf(program, map, new Float32Array(dimensions).map(normal)), layout);
  return sums.every(Number.isFinite) && sums.filter((sum) => sum !== 0).length > 1;
}

function noMap({ name }: Card): DiscernError {
  return new DiscernError('unsupported', `${name} has no map of the picture that can be explained`, {
    given: `the network ${name}, in which no last map or list of tokens was found`,
    expected: 'a network whose features are pooled from a map [C, h, w] or from tokens [T, C]',
    todo: 'fit with another network, for instance a built-in one: discern backbones',
  });
}
