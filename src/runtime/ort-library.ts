/**
 * What we use of ONNX Runtime's JavaScript builds, for Node and for the web. Written out here, as their own types ask
 * whoever compiles against ours for all that a browser has.
 */
export type OrtLibrary = {
  readonly env: { readonly wasm: OrtWasm };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
  readonly Tensor: {
    new (type: 'float32', data: Float32Array, dims: readonly number[]): OrtTensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): OrtTensor;
  };
};

/** How the web's builds are set up. */
export type OrtWasm = { numThreads?: number; wasmPaths?: OrtWasmPaths };

/** Where the .wasm and .mjs files of ONNX Runtime Web lie: a folder, or each. */
export type OrtWasmPaths = string | { readonly wasm?: URL | string; readonly mjs?: URL | string };

/** A tensor of ONNX Runtime; `data` is a typed array for the types that we use. */
export type OrtTensor = { readonly type: string; readonly dims: readonly number[]; readonly data: unknown };

/** What ONNX Runtime says of an input or output; type and shape are there for tensors alone. */
export type OrtPort =
  | { readonly name: string; readonly isTensor: false }
  | {
      readonly name: string;
      readonly isTensor: true;
      readonly type: string;
      readonly shape: readonly (number | string)[];
    };

/** A model that ONNX Runtime has loaded. */
export type OrtSession = {
  readonly inputMetadata: readonly OrtPort[];
  readonly outputMetadata: readonly OrtPort[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, OrtTensor>>, options: object): Promise<OrtTensors>;
  run(feeds: Readonly<Record<string, OrtTensor>>, wanted: readonly string[], options: object): Promise<OrtTensors>;
  release(): Promise<void>;
};

type OrtTensors = Readonly<Record<string, OrtTensor>>;
