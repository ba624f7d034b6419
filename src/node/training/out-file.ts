import { extname } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { requireRoomForFile } from '../files/out-place.ts';
import { shellWord } from '../shell-word.ts';

/** The plan beside FILE.onnx. */
export function planBeside(out: string): string {
  return `${withoutEnding(out)}.plan.json`;
}

/** The curves beside FILE.onnx. */
export function curvesBeside(out: string): string {
  return `${withoutEnding(out)}.html`;
}

function withoutEnding(out: string): string {
  return out.slice(0, -extname(out).length);
}

/**
 * Asks, before long work, whether a network, its plan and its curves can be written. Throws `misused` where a name does
 * not end in .onnx, and what requireRoomForFile throws.
 */
export async function requireRoomForNetwork(out: string): Promise<void> {
  requireOnnx(out);
  await requireRoomForFile(out, 'onnx');
  await requireRoomForFile(planBeside(out), 'text');
  await requireRoomForFile(curvesBeside(out), 'text');
}

function requireOnnx(out: string): void {
  if (extname(out) === '.onnx') return;
  throw new DiscernError('misused', `${out} does not say that it is an ONNX file`, {
    given: `--out ${out}`,
    expected: 'a name that ends in .onnx',
    todo: `write --out ${shellWord(`${out}.onnx`)}`,
  });
}
