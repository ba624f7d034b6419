import type { DriftRecord } from '../../drift/drift-record.ts';
import { type FeatureColumns, roundedValue } from '../../drift/features.ts';
import type { Fitted } from '../../fit/fit-approaches.ts';
import { heldOutAnswers } from '../../fit/held-out/held-out-answers.ts';
import type { PictureStatistics } from '../../images/picture-statistics.ts';
import type { EmbeddingSession } from '../embedding/embedding-session.ts';
import { readStatistics } from '../pictures/read-statistics.ts';
import type { WorkOptions } from '../work-options.ts';
import { type GivenParts, toolsOf } from './fit-parts.ts';

/** What new pictures will be compared with: answers to held-out pictures, and their light and size. */
export async function driftReference(
  fitted: Fitted,
  { train, val }: GivenParts,
  session: EmbeddingSession,
  options: WorkOptions,
): Promise<DriftRecord> {
  const given = { train, val, fingerprint: session.fingerprint };
  const { reference, paths } = await heldOutAnswers(fitted, given, toolsOf(session, options));
  const looks = await readStatistics(paths, options);
  const { scenes, sceneSimilarity, features, labels } = reference;
  const rows = [...looks.keys()].filter((row) => looks[row] !== null);
  const read = rows.flatMap((row) => looks[row]?.statistics ?? []);
  const columns = Object.entries(features).map(([name, column]) => [name, rows.map((row) => column[row])]);
  return {
    reference: {
      ...{ labels: rows.map((row) => labels[row]), scenes: rows.map((row) => scenes[row]), sceneSimilarity },
      features: { ...Object.fromEntries(columns), ...columnsOf(read) },
    },
    state: null,
  };
}

function columnsOf(statistics: readonly PictureStatistics[]): FeatureColumns {
  const column = (name: keyof PictureStatistics) => statistics.map((each) => roundedValue(each[name]));
  return {
    brightness: column('brightness'),
    contrast: column('contrast'),
    saturation: column('saturation'),
    detail: column('detail'),
    size: column('size'),
  };
}
