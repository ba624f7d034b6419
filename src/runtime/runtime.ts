/** A dense tensor, row-major. Only these element types cross the port; the rest is cast inside graphs. */
export type Tensor =
  | { readonly type: 'float32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int64'; readonly shape: readonly number[]; readonly data: BigInt64Array };

/** What a session says of an input or output: dimensions are numbers, or names where they are dynamic. */
export type Port = { readonly name: string; readonly type: string; readonly shape: readonly (number | string)[] };

/** A loaded graph, ready to run. Not to be run twice at once. */
export interface Session {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Runs the graph; gives every output, or those named in `wanted`. */
  run(feeds: Readonly<Record<string, Tensor>>, wanted?: readonly string[]): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}

/** What computes: the processor, an NVIDIA card through CUDA, or the card that WebGPU reaches. */
export type Device = 'cpu' | 'cuda' | 'webgpu';

/** Options of loading a graph. */
export type LoadOptions = {
  /** Threads within one operator. 1 gives the best throughput when several sessions work side by side. */
  readonly threads?: number | undefined;
  /** What computes; the processor where not given. What a card cannot do of a graph, the processor does. */
  readonly device?: Device | undefined;
};

/** What executes ONNX graphs: onnxruntime-node, onnxruntime-web. */
export interface Runtime {
  /**
   * Throws `bad-model` where the bytes are no graph that this runtime can execute, `unsupported` where it has no such
   * device here.
   */
  load(model: Uint8Array, options?: LoadOptions): Promise<Session>;
}
