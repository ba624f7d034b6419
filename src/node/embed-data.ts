import { DiscernError } from '../base/error.ts';
import { isSkipped, noneRead, type Skipped } from '../data/embedding/embedded.ts';
import { extensionOf } from '../data/paths.ts';
import { type EmbeddingSession, openEmbeddingSession } from './embedding/embedding-session.ts';
import { requireOutside } from './files/require-outside.ts';
import { chosenNetwork, type NetworkOptions } from './hub/chosen-network.ts';
import { listSamples } from './pictures/list-samples.ts';
import { shellWord } from './shell-word.ts';
import { isVectorFileKind, requireRoomForVectors, vectorFiles } from './vectors/catalogue.ts';
import type { OpenVectorFile, VectorFile } from './vectors/vector-file.ts';
import type { WorkOptions } from './work-options.ts';

/** Options of embedding. */
export type EmbedDataOptions = WorkOptions &
  NetworkOptions & {
    /** The file of vectors. Its ending, .npy, .parquet or .jsonl, decides its kind. */
    readonly out: string;
  };

/** What `embed --json` prints. */
export type EmbedDataResult = {
  readonly out: string;
  /** Rows written. */
  readonly vectors: number;
  readonly dimensions: number;
  readonly backbone: string;
  readonly fingerprint: string;
  readonly seconds: number;
  readonly skipped: readonly Skipped[];
};

/**
 * Writes the embedding of every picture, in the order of the data, in bounded memory. The file appears when it is
 * complete. Throws `misused` for an unknown ending, and `empty` where no picture could be read.
 */
export async function embedData(data: string, options: EmbedDataOptions): Promise<EmbedDataResult> {
  const start = performance.now();
  const { out } = options;
  const open = vectorFileFor(out);
  await requireOutside(out, [data]);
  await requireRoomForVectors(out);
  options.progress?.({ stage: 'looking for pictures', done: 0 });
  const samples = await listSamples(data, options);
  const network = await chosenNetwork(options);
  const session = await openEmbeddingSession(network, { ...options, pictures: samples.length });
  try {
    const file = await open(out, network.card.dimensions);
    const skipped = await writeAll(samples, session, file).finally(file.abandon);
    return {
      out,
      vectors: samples.length - skipped.length,
      dimensions: network.card.dimensions,
      backbone: network.card.name,
      fingerprint: session.fingerprint,
      seconds: (performance.now() - start) / 1000,
      skipped,
    };
  } finally {
    await session.close();
  }
}

async function writeAll(
  samples: Awaited<ReturnType<typeof listSamples>>,
  { embedEach }: EmbeddingSession,
  file: VectorFile,
): Promise<Skipped[]> {
  const skipped: Skipped[] = [];
  let next = 0;
  for await (const picture of embedEach(samples.map(({ path }) => path))) {
    const { label } = samples[next++];
    if (isSkipped(picture)) skipped.push(picture);
    else await file.add({ path: picture.path, label, vector: picture.embedding });
  }
  if (skipped.length === samples.length) throw noneRead(skipped);
  await file.commit();
  return skipped;
}

function vectorFileFor(path: string): OpenVectorFile {
  const ending = extensionOf(path);
  if (isVectorFileKind(ending)) return vectorFiles[ending];
  const endings = Object.keys(vectorFiles).map((kind) => `.${kind}`);
  throw new DiscernError('misused', `${path} does not say what kind of file to write`, {
    given: `--out ${path}`,
    expected: `a name that ends in ${endings.join(', ')}`,
    todo: `write --out ${shellWord(`${path}${endings[0]}`)}`,
  });
}
