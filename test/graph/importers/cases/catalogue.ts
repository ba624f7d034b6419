import type { File } from '../file.ts';
import { elementwise } from './elementwise.ts';
import { fused } from './fused.ts';
import { layers } from './layers.ts';
import { movement } from './movement.ts';
import { numbers } from './numbers.ts';
import { reductions } from './reductions.ts';
import { resizes } from './resizes.ts';

/** Files for every operator that is imported: each gives in ONNX Runtime what its import gives. */
export const cases: Readonly<Record<string, readonly File[]>> = {
  ...elementwise,
  ...layers,
  ...movement,
  ...numbers,
  ...fused,
  ...resizes,
  ...reductions,
};
