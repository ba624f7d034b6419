import { byteSize } from '../../base/figures.ts';
import { exportBundle } from '../../node/bundles/export-bundle.ts';
import { text } from '../options/parameters.ts';
import { command } from './command.ts';

/** Writes a bundle as one ONNX file. */
export const exportCommand = command({
  arguments: { bundle: text('<bundle>', 'a bundle written by fit') },
  options: { out: text('--out <file.onnx>', 'the file to write') },
  example: ['discern fit demo/pictures --out emoji', 'discern export emoji --out emoji.onnx'],
  run: async ({ bundle, out }) => {
    const result = await exportBundle(bundle, out);
    return { json: result, text: `${out}: ${byteSize(result.bytes)}` };
  },
});
