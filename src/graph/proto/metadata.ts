import { parseOnnx } from './parse-onnx.ts';

/** The metadata of an ONNX file, by key. Throws `bad-model` where the bytes are no ONNX file. */
export function metadataOf(model: Uint8Array): Readonly<Record<string, string>> {
  return Object.fromEntries(parseOnnx(model).parsed.metadataProps.map(({ key, value }) => [key, value]));
}
