/**
 * The part of ONNX Runtime's JavaScript API that we use, for Node and for the web. It is written out here because the
 * library's own types would require a browser's types from everyone who compiles against ours.
 */
export type OrtLibrary = {
  readonly env: { readonly wasm: OrtWasm };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<OrtSession> };
  readonly Tensor: {
    new (type: 'float32', data: Float32Array, dims: readonly number[]): OrtTensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): OrtTensor;
  };
};

/** Settings of the web builds of ONNX Runtime. */
export type OrtWasm = { numThreads?: number; wasmPaths?: OrtWasmPaths };

/** Where the .wasm and .mjs files of ONNX Runtime Web are: the URL of their folder, or of each file. */
export type OrtWasmPaths = string | { readonly wasm?: URL | string; readonly mjs?: URL | string };

/** A tensor of ONNX Runtime. `data` is a typed array for the element types that we use. */
export type OrtTensor = { readonly type: string; readonly dims: readonly number[]; readonly data: unknown };

/** ONNX Runtime's metadata of an input or output. Only tensors have a type and a shape. */
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
