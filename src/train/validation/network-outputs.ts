import { type Matrix, matrix } from '../../base/matrix.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { forward } from '../../graph/forward.ts';
import { Graph } from '../../graph/graph.ts';
import { type Network, networkWeights } from '../../graph/network.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import { sizes } from '../../graph/value.ts';
import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import { floats, floatTensor } from '../../runtime/tensors.ts';
import type { State } from '../../steps/state.ts';
import { type Activations, plainViews } from '../batches/activations.ts';
import type { EmbeddingHead } from '../heads/embedding-head.ts';

/** A network with its head, whose weights are validated. */
export type ValidatedNetwork = {
  /** With a fixed batch size. */
  readonly network: Network;
  /** `follow`: running statistics are among the weights. `frozen`: the network's own are used. */
  readonly batchNorm: 'follow' | 'frozen';
  readonly head: EmbeddingHead;
};

/** Embeddings [N, D] of unit length, and logits [N, C] where the head has any. */
export type Outputs = { readonly embeddings: Matrix; readonly logits: Matrix | null };

/** Computes embeddings and logits of pictures for given weights. */
export type NetworkOutputs = {
  /** The outputs for view 0 of all pictures. Throws `interrupted` when the signal is aborted between two batches. */
  of(activations: Activations, weights: State, signal?: AbortSignal): Promise<Outputs>;
  dispose(): Promise<void>;
};

/** Loads the network and its head into the runtime. */
export async function networkOutputs(
  task: ValidatedNetwork,
  { runtime, ...options }: LoadOptions & { readonly runtime: Runtime },
): Promise<NetworkOutputs> {
  const { head } = task;
  const session = await runtime.load(validationGraph(task), options);
  const [batch] = sizes(task.network.input.shape);
  const names = session.inputs.map(({ name }) => name);
  return {
    async of(activations, weights, signal) {
      const chosen = Object.fromEntries(names.filter((name) => name in weights).map((name) => [name, weights[name]]));
      const all = { embeddings: [] as Float32Array[], logits: [] as Float32Array[] };
      const count = activations.labels.length;
      for (let start = 0; start < count; start += batch) {
        throwIfAborted(signal);
        const present = Math.min(batch, count - start);
        const pictures = Array.from({ length: batch }, (_, i) => start + Math.min(i, present - 1));
        const data = await activations.read(plainViews(pictures));
        const images = floatTensor(data, [batch, ...activations.shape]);
        const results = await session.run({ ...chosen, [imagesName]: images });
        all.embeddings.push(firstRows(floats(results.embedding), present, batch));
        if (head.logits) all.logits.push(firstRows(floats(results.logits), present, batch));
      }
      return { embeddings: joined(all.embeddings, count), logits: head.logits && joined(all.logits, count) };
    },
    dispose: () => session.dispose(),
  };
}

const imagesName = 'validation images';

function validationGraph({ network, batchNorm, head }: ValidatedNetwork): Uint8Array {
  const g = new Graph();
  const images = g.input(imagesName, 'float32', network.input.shape);
  const learned = networkWeights(network).filter(({ role }) => batchNorm === 'follow' || role === 'parameter');
  const own = learned.map(({ value: { name, shape } }) => [name, g.input(name, 'float32', shape)] as const);
  const ofHead = head.parameters.map(({ name, shape }) => [name, g.input(`head/${name}`, 'float32', shape)] as const);
  const features = forward(network, Object.fromEntries(own), images);
  const weights = Object.fromEntries(ofHead);
  const embedding = head.embedding(features, weights);
  return toOnnx({ embedding, ...(head.logits && { logits: head.logits(embedding, weights) }) });
}

function firstRows(data: Float32Array, rows: number, of: number): Float32Array {
  return data.subarray(0, (data.length / of) * rows);
}

function joined(parts: readonly Float32Array[], rows: number): Matrix {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = matrix(rows, length / rows);
  let at = 0;
  for (const part of parts) {
    all.data.set(part, at);
    at += part.length;
  }
  return all;
}
