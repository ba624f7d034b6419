import type { Shape } from '../value.ts';
import { badModel, parseOnnx } from './parse-onnx.ts';

/**
 * The shape that a model declares for one of its outputs; a dynamic size is a name. Throws `bad-model` where the bytes
 * are no ONNX model, or where it declares no shape for that output.
 */
export function outputShape(model: Uint8Array, name: string): Shape {
  const { graph } = parseOnnx(model);
  const type = graph.output.find((output) => output.name === name)?.type?.value;
  const shape = type?.case === 'tensorType' ? type.value.shape : undefined;
  if (shape === undefined) throw badModel(`the model declares no shape of ${name}`, `an output ${name} with a shape`);
  return shape.dim.map(({ value }, axis) =>
    value.case === 'dimValue' ? Number(value.value) : value.value || `?${axis}`,
  );
}
