import type { GraphProto, ValueInfoProto } from 'onnx-buf';
import { DiscernError } from '../../base/error.ts';
import { badModel } from '../proto/parse-onnx.ts';
import { elementTypeWithin } from '../proto/read-tensor.ts';

/** The name of a file's single input, for pictures. Throws `bad-model` where the number of its inputs is not one. */
export function pictureInputName(file: GraphProto): string {
  return pictureInput(file).name;
}

/** The shape of a picture, [C, H, W]. Throws `ambiguous-model` where the file leaves a size open. */
export function pictureAxes(file: GraphProto): number[] {
  const { name, type } = pictureInput(file);
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined;
  if (!tensor || elementTypeWithin(tensor.elemType) !== 'float32')
    throw badModel(`the input ${name} does not take floats`, 'an input of floats, [N, 3, H, W]');
  return (tensor.shape?.dim.slice(1) ?? []).map(({ value }) => {
    if (value.case === 'dimValue') return Number(value.value);
    throw openSize(name, value.value ?? '?');
  });
}

function pictureInput({ input, initializer }: GraphProto): ValueInfoProto {
  const given = new Set(initializer.map(({ name }) => name));
  const inputs = input.filter(({ name }) => !given.has(name));
  if (inputs.length !== 1) throw badModel(`the model has ${inputs.length} inputs`, 'one, for pictures');
  return inputs[0];
}

function openSize(input: string, size: string): DiscernError {
  return new DiscernError('ambiguous-model', `the size ${size} of the input ${input} is dynamic`, {
    given: `an input ${input} whose pictures may have any size`,
    expected: 'a size that is known before training',
    todo: 'give the size of the pictures, or export the model with a fixed size',
  });
}
