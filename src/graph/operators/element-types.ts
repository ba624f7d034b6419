import { internalError } from '../../base/error.ts';
import type { ElementType } from '../value.ts';

/** The numbers by which ONNX knows our element types (TensorProto.DataType). */
export const elementTypeCodes: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9, float64: 11 };

/** The element type of a number of ONNX's. Throws `internal` where it is none of ours. */
export function elementTypeOf(code: number): ElementType {
  const types: readonly ElementType[] = ['float32', 'int64', 'bool', 'float64'];
  const found = types.find((type) => elementTypeCodes[type] === code);
  if (!found) throw internalError(`no element type has the code ${code}`);
  return found;
}
