import { exportOnnx } from '../../bundle/export-onnx.ts';
import { requireRoomForFile } from '../files/out-place.ts';
import { requireOutside } from '../files/require-outside.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { readBundleForAnswers } from './bundle-files.ts';

/** What `export --json` prints. */
export type ExportResult = { readonly out: string; readonly bytes: number };

/** Writes a bundle as one ONNX file for other programs. Throws what readBundle, exportOnnx and the disk throw. */
export async function exportBundle(path: string, out: string): Promise<ExportResult> {
  await requireOutside(out, [path]);
  await requireRoomForFile(out, 'onnx');
  const model = await exportOnnx(await readBundleForAnswers(path));
  await writeAtomically(out, model);
  return { out, bytes: model.byteLength };
}
