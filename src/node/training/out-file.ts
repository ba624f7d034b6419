import { extname } from 'node:path';
import { DiscernError } from '../../base/error.ts';
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

/** Throws `misused` where a name does not end in .onnx. */
export function requireOnnx(out: string): void {
  if (extname(out) === '.onnx') return;
  throw new DiscernError('misused', `${out} does not say that it is an ONNX file`, {
    given: `--out ${out}`,
    expected: 'a name that ends in .onnx',
    todo: `write --out ${shellWord(`${out}.onnx`)}`,
  });
}
