import type { Progress } from '../../base/progress.ts';
import { comparisonReport } from '../../evaluate/report.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { AllComparisons } from './compare-data.ts';
import { reportMaterial } from './report-material.ts';

/** Writes a comparison as one HTML page that contains its pictures. Throws `disk` and `no-permission`. */
export async function writeReport(
  path: string,
  compared: AllComparisons,
  { progress }: { readonly progress?: Progress | undefined } = {},
): Promise<void> {
  progress?.({ stage: 'writing the report', done: 0 });
  const page = comparisonReport(compared.result, await reportMaterial(compared));
  await writeAtomically(path, new TextEncoder().encode(page));
}
