import { random } from '../../base/random.ts';
import type { DriftRecord } from '../../drift/drift-record.ts';
import { type FeatureColumns, roundedValue } from '../../drift/features.ts';
import type { Fitted } from '../../fit/fit-approaches.ts';
import { heldOutAnswers } from '../../fit/held-out/held-out-answers.ts';
import type { PictureStatistics } from '../../images/picture-statistics.ts';
import type { EmbeddingSession } from '../embedding/embedding-session.ts';
import { readStatistics } from '../pictures/read-statistics.ts';
import type { WorkOptions } from '../work-options.ts';
import { type GivenParts, toolsOf } from './fit-parts.ts';

/** The most pictures whose light and size are measured. */
const mostMeasured = 500;

/** What new pictures will be compared with: answers to held-out pictures, and statistics of a seeded sample of all. */
export async function driftReference(
  fitted: Fitted,
  { train, val }: GivenParts,
  session: EmbeddingSession,
  options: WorkOptions,
): Promise<DriftRecord> {
  const given = { train, val, fingerprint: session.fingerprint };
  const answers = await heldOutAnswers(fitted, given, toolsOf(session, options));
  const used = new Set(fitted.hashes);
  const paths = [train, val].flatMap(({ samples, hashes }) =>
    samples.flatMap(({ path }, index) => (used.has(hashes[index]) ? [path] : [])),
  );
  const sample = random(options.seed ?? 0, 'drift pictures')
    .shuffle(paths)
    .slice(0, mostMeasured);
  const statistics = (await readStatistics(sample, options)).flatMap((look) => look?.statistics ?? []);
  const features = { ...answers.features, ...columnsOf(statistics) };
  return { reference: { ...answers, features }, state: null };
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
