/** A dense tensor, row-major. A runtime takes and gives only these element types; graphs cast all others internally. */
export type Tensor =
  | { readonly type: 'float32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int64'; readonly shape: readonly number[]; readonly data: BigInt64Array };

/** An input or output of a session. A size in `shape` is a number, or a name where it is dynamic. */
export type Port = { readonly name: string; readonly type: string; readonly shape: readonly (number | string)[] };

/** A loaded graph, ready to run. Wait for one run to end before you start the next. */
export interface Session {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Runs the graph on `feeds`, by input name. Gives all outputs, or only those named in `wanted`. */
  run(feeds: Readonly<Record<string, Tensor>>, wanted?: readonly string[]): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}

/** Where a graph is computed: on the CPU, on an NVIDIA GPU through CUDA, or on a GPU through WebGPU. */
export type Device = 'cpu' | 'cuda' | 'webgpu';

/** Options for loading a graph. */
export type LoadOptions = {
  /** Threads within one operator. 1 gives the highest throughput when several sessions run in parallel. */
  readonly threads?: number | undefined;
  /** The device; the CPU where not given. Operators that a GPU does not support run on the CPU. */
  readonly device?: Device | undefined;
};

/** A library that runs ONNX graphs: onnxruntime-node or onnxruntime-web. */
export interface Runtime {
  /**
   * Loads a graph from the bytes of an ONNX file. Throws `bad-model` where this runtime cannot run it, and
   * `unsupported` where it cannot use the device.
   */
  load(model: Uint8Array, options?: LoadOptions): Promise<Session>;
}
