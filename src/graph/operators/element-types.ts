import { internalError } from '../../base/error.ts';
import type { ElementType } from '../value.ts';

/** ONNX's codes of our element types (TensorProto.DataType). */
export const elementTypeCodes: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9, float64: 11 };

/** Our element type for one of ONNX's codes. Throws `internal` where there is none. */
export function elementTypeOf(code: number): ElementType {
  const types: readonly ElementType[] = ['float32', 'int64', 'bool', 'float64'];
  const found = types.find((type) => elementTypeCodes[type] === code);
  if (!found) throw internalError(`no element type has the code ${code}`);
  return found;
}
