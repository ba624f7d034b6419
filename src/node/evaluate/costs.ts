import type { Matrix } from '../../base/matrix.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { type Packed, pack } from '../../bundle/pack.ts';
import { openClassifier } from '../../classify/classify.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { BothCosts } from '../../evaluate/compare-approaches.ts';
import type { Fitted } from '../../fit/fit-approaches.ts';
import { openGallery } from '../../gallery/open-gallery.ts';
import type { EmbeddingSession } from '../embedding/embedding-session.ts';
import { readFile } from '../files/files.ts';

/** From this many pictures on, the mean time of one is reliable. */
const enough = 16;

/** Time and bytes of both approaches, measured on these pictures, on this machine, in this run. */
export async function costsOf(
  seconds: Fitted['seconds'],
  bundle: Bundle,
  { samples, embeddings }: Embedded,
  session: EmbeddingSession,
): Promise<BothCosts> {
  const embedMillisecondsPerImage = await embedMilliseconds(
    session,
    samples.map(({ path }) => path),
  );
  const { classifier, gallery } = bundle;
  const packed = await pack(bundle);
  const deciding = (open: { recognise(embeddings: Matrix): Promise<unknown> } | null) =>
    open === null ? 0 : millisecondsPerRow(open.recognise, embeddings);
  return {
    classifier: {
      learnSeconds: seconds.classifier,
      embedMillisecondsPerImage,
      decideMillisecondsPerImage: await deciding(classifier && openClassifier(classifier, session.product)),
      bytes: bytesOf('classifier', packed),
    },
    gallery: {
      learnSeconds: seconds.gallery,
      embedMillisecondsPerImage,
      decideMillisecondsPerImage: await deciding(gallery && openGallery(gallery, session.product)),
      bytes: bytesOf('gallery', packed),
    },
  };
}

async function millisecondsPerRow(work: (embeddings: Matrix) => Promise<unknown>, embeddings: Matrix): Promise<number> {
  const start = performance.now();
  await work(embeddings);
  return (performance.now() - start) / embeddings.rows;
}

/** Milliseconds per picture. Where the cache had nearly all pictures, some are embedded again to measure a new one. */
async function embedMilliseconds({ spent, compute }: EmbeddingSession, paths: readonly string[]): Promise<number> {
  if (spent().pictures >= enough) return spent().milliseconds / spent().pictures;
  const [first] = paths;
  await compute(await readFile(first));
  const before = spent();
  const encoded = await Promise.all(paths.slice(0, enough).map((path) => readFile(path)));
  await Promise.all(encoded.map(compute));
  const { pictures, milliseconds } = spent();
  return (milliseconds - before.milliseconds) / Math.max(1, pictures - before.pictures);
}

/** Bytes of the stored parts whose role is `approach` or begins with it. */
function bytesOf(approach: string, { manifest }: Packed): number {
  const parts = manifest.parts.filter(({ role }) => role.split('/')[0] === approach);
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}
