import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import { matrix } from '../base/matrix.ts';
import { random } from '../base/random.ts';
import type { Bundle } from '../bundle/bundle.ts';
import { nearDuplicateClusters } from '../data/duplicates/near-duplicate-clusters.ts';
import { type EmbeddedPicture, isSkipped, noneRead, type Skipped } from '../data/embedding/embedded.ts';
import { type DriftRecord, type DriftState, emptyState } from '../drift/drift-record.ts';
import { type DriftFindings, driftReport } from '../drift/drift-report.ts';
import { type FeatureValues, leadOf, type Observation } from '../drift/features.ts';
import { testDrift } from '../drift/test-drift.ts';
import { whatToDo } from '../drift/what-to-do.ts';
import { withUnknown } from '../drift/with-unknown.ts';
import { enrolledOf } from '../gallery/enrolled-of.ts';
import { acceptedFrom } from '../gallery/threshold.ts';
import type { Recognition } from '../recognise/answer.ts';
import { recogniser } from '../recognise/recogniser.ts';
import { changeBundle } from './bundles/bundle-files.ts';
import { openWholeBundleSession } from './bundles/bundle-session.ts';
import type { EmbeddingSession } from './embedding/embedding-session.ts';
import { listPictures } from './pictures/list-pictures.ts';
import { readStatistics } from './pictures/read-statistics.ts';
import { shellWord } from './shell-word.ts';
import type { WorkOptions } from './work-options.ts';

/** Options of a test of drift. */
export type MeasureDriftOptions = WorkOptions & {
  /** Leaves what the bundle has counted as it is. */
  readonly dryRun?: boolean | undefined;
  /** Forgets what was counted, and begins anew with these pictures. */
  readonly reset?: boolean | undefined;
  /** Does not count it as drift if the classes come in other shares than in the reference. */
  readonly anyMix?: boolean | undefined;
};

/** What `drift --json` prints. */
export type DriftResult = DriftFindings & {
  /** Pictures that hardly differ from another of this call, and were counted with it. */
  readonly nearDuplicates: number;
  /** What a person may do; empty without drift. */
  readonly todo: readonly string[];
  readonly skipped: readonly Skipped[];
};

/**
 * Tests whether pictures still come from where the bundle's reference came from, and counts them in the bundle, so that
 * the next call goes on. However often it is asked, at most 5 of 100 bundles whose pictures do not change are ever
 * called drifted. Pictures that were counted before do not count again. Throws `unsupported` where the bundle keeps no
 * reference, `empty` where no picture can be read, and what changeBundle throws.
 *
 * @example
 * const { drifted, pictures, features } = await measureDrift('emoji.discern', 'pictures/val', { dryRun: true });
 * pictures; // => 3
 * console.log(drifted, features.map(({ name, effect }) => `${name}: ${effect}`));
 */
export async function measureDrift(
  path: string,
  data: string,
  options: MeasureDriftOptions = {},
): Promise<DriftResult> {
  const { dryRun = false, reset = false, anyMix = false, seed = 0, signal, warn } = options;
  options.progress?.({ stage: 'looking for pictures', done: 0 });
  const paths = await listPictures(data, options);
  const { bundle, session } = await openWholeBundleSession(path, { ...options, pictures: paths.length });
  try {
    requireReference(bundle, path);
    const { observations, nearDuplicates, skipped } = await observed(paths, bundle, session, options);
    if (skipped.length === paths.length) throw noneRead(skipped);
    const shuffled = random(seed, 'drift order').shuffle(observations.toSorted((a, b) => byCodePoint(a.hash, b.hash)));
    const tested = (current: Bundle) => {
      const { reference, state } = requireReference(current, path);
      const record = withUnknown({ reference, state: reset ? null : state }, current.gallery?.threshold ?? null);
      return testDrift(record, shuffled, { seed, anyMix, classes: classesOf(current) });
    };
    let result = tested(bundle);
    const change = (current: Bundle) => {
      result = tested(current);
      const { reference } = requireReference(current, path);
      return { ...current, drift: { reference, state: result.state } };
    };
    if (!dryRun) await changeBundle(path, change, { signal, warn });
    const report = driftReport(result);
    return { ...report, nearDuplicates, todo: whatToDo(report), skipped };
  } finally {
    await session.close();
  }
}

/** Forgets what a bundle's test of drift has counted. Gives what it was. */
export async function resetDrift(
  path: string,
  options: Pick<WorkOptions, 'signal' | 'warn'> = {},
): Promise<DriftState> {
  let before = emptyState;
  await changeBundle(
    path,
    (bundle) => {
      const { reference, state } = requireReference(bundle, path);
      before = state ?? emptyState;
      return { ...bundle, drift: { reference, state: null } };
    },
    options,
  );
  return before;
}

function requireReference({ drift }: Bundle, path: string): DriftRecord {
  if (drift !== undefined && drift.reference.labels.length > 0) return drift;
  throw new DiscernError('unsupported', `${path} keeps nothing to compare new pictures with`, {
    given:
      drift === undefined
        ? 'a bundle of an earlier version, or one without labels'
        : 'a bundle whose classes have one scene each, so that none of their pictures could be held out',
    expected: 'a bundle that fit wrote from pictures with labels, with several scenes of each class',
    todo: `fit again: discern fit DATA --out ${shellWord(path)}`,
  });
}

function classesOf({ classifier, gallery }: Bundle): readonly string[] {
  return gallery?.entries.length ? enrolledOf(gallery).classes : (classifier?.classes ?? []);
}

type Observed = { readonly observations: Observation[]; readonly nearDuplicates: number; readonly skipped: Skipped[] };

async function observed(
  paths: readonly string[],
  bundle: Bundle,
  session: EmbeddingSession,
  options: WorkOptions,
): Promise<Observed> {
  const [embedded, skipped]: [EmbeddedPicture[], Skipped[]] = [[], []];
  for await (const picture of session.embedEach(paths)) {
    if (isSkipped(picture)) skipped.push(picture);
    else embedded.push(picture);
  }
  const read = embedded.map(({ path }) => path);
  const looks = await readStatistics(read, options);
  const { recognise } = recogniser(bundle, { product: session.product });
  const observations: Observation[] = [];
  const kept: EmbeddedPicture[] = [];
  for (const [index, picture] of embedded.entries()) {
    const statistics = looks[index]?.statistics;
    const { hash, embedding } = picture;
    const [recognition] = await recognise(matrix(1, embedding.length, embedding), { top: 2 });
    const observation = statistics && observationOf(bundle, recognition, hash, statistics);
    if (!observation) continue;
    observations.push(observation);
    kept.push(picture);
  }
  const distinct = await withoutNearDuplicates(observations, kept, bundle, session);
  return { observations: distinct, nearDuplicates: observations.length - distinct.length, skipped };
}

/** The first of pictures of one class that hardly differ. The same bytes are left to the test, which counts them. */
async function withoutNearDuplicates(
  observations: readonly Observation[],
  pictures: readonly EmbeddedPicture[],
  { drift }: Bundle,
  { product }: EmbeddingSession,
): Promise<Observation[]> {
  const similarity = drift?.reference.nearDuplicates;
  if (similarity === undefined || pictures.length === 0) return [...observations];
  const columns = pictures[0].embedding.length;
  const embeddings = matrix(pictures.length, columns);
  for (const [index, { embedding }] of pictures.entries()) embeddings.data.set(embedding, index * columns);
  const labels = observations.map(({ label }) => label);
  const scenes = await nearDuplicateClusters(embeddings, labels, product, { similarity });
  return observations.filter(({ hash }, index) => scenes[index] === index || hash === observations[scenes[index]].hash);
}

function observationOf(
  { gallery }: Bundle,
  recognition: Recognition,
  hash: string,
  statistics: FeatureValues,
): Observation | null {
  const [nearest, second] = recognition.gallery?.classes ?? [];
  if (nearest && gallery) {
    const { label, similarity } = nearest;
    const runnerUp = second?.similarity;
    const unknown = similarity >= acceptedFrom(gallery.threshold, { label, runnerUp }) ? 0 : 1;
    const values = { similarity, lead: leadOf(similarity, runnerUp), unknown, ...statistics };
    return { hash, label, values };
  }
  const { label = null, probability = 0 } = recognition.classifier ?? {};
  return label === null ? null : { hash, label, values: { probability, ...statistics } };
}
