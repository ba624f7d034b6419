import { cardNamed } from '../../backbones/cards/catalogue.ts';
import { extensionOf } from '../../data/paths.ts';

/** Whether a text names a network, as for `--backbone`: a name in the catalogue, `hf:OWNER/NAME`, or `FILE.onnx`. */
export function namesNetwork(text: string): boolean {
  return cardNamed(text) !== undefined || text.startsWith('hf:') || extensionOf(text) === 'onnx';
}
