import type { Projection } from '../backbones/projection.ts';
import type { Matrix } from '../base/matrix.ts';
import { openClassifier } from '../classify/classify.ts';
import type { Embedded } from '../data/embedded.ts';
import type { BothCosts } from '../evaluate/comparison.ts';
import type { Fitted } from '../fit/fit-approaches.ts';
import { openGallery } from '../gallery/open-gallery.ts';
import { readFile } from './files.ts';
import type { Workshop } from './workshop.ts';

/** Pictures from which the time of one is known well enough. */
const enough = 16;

/** What the approaches take: measured on these pictures, on this machine, in this run. */
export async function costsOf(
  { classifier, gallery, seconds }: Fitted,
  { samples, embeddings }: Embedded,
  workshop: Workshop,
): Promise<BothCosts> {
  const embedMillisecondsPerImage = await embedMilliseconds(
    workshop,
    samples.map(({ path }) => path),
  );
  const deciding = (open: { recognise(embeddings: Matrix): Promise<unknown> } | null) =>
    open === null ? 0 : millisecondsPerRow(open.recognise, embeddings);
  return {
    classifier: {
      learnSeconds: seconds.classifier,
      embedMillisecondsPerImage,
      decideMillisecondsPerImage: await deciding(classifier && openClassifier(classifier, workshop.product)),
      bytes: classifier ? classifierBytes(classifier) : 0,
    },
    gallery: {
      learnSeconds: seconds.gallery,
      embedMillisecondsPerImage,
      decideMillisecondsPerImage: await deciding(gallery && openGallery(gallery, workshop.product)),
      bytes: gallery ? galleryBytes(gallery) : 0,
    },
  };
}

async function millisecondsPerRow(work: (embeddings: Matrix) => Promise<unknown>, embeddings: Matrix): Promise<number> {
  const start = performance.now();
  await work(embeddings);
  return (performance.now() - start) / embeddings.rows;
}

/** Where the cache knew nearly all, some pictures are embedded anew to know what a new one takes. */
async function embedMilliseconds({ spent, compute }: Workshop, paths: readonly string[]): Promise<number> {
  if (spent().pictures >= enough) return spent().milliseconds / spent().pictures;
  const [first, ...others] = paths;
  await compute(await readFile(first));
  const before = spent();
  const encoded = await Promise.all(others.slice(0, enough).map((path) => readFile(path)));
  await Promise.all(encoded.map(compute));
  const { pictures, milliseconds } = spent();
  return (milliseconds - before.milliseconds) / Math.max(1, pictures - before.pictures);
}

function classifierBytes({ projection, weights, bias }: NonNullable<Fitted['classifier']>): number {
  return projectionBytes(projection) + weights.data.byteLength + bias.byteLength;
}

function galleryBytes({ projection, vectors, entries }: NonNullable<Fitted['gallery']>): number {
  return projectionBytes(projection) + vectors.data.byteLength + JSON.stringify(entries).length;
}

function projectionBytes({ mean, deviation, weights }: Projection): number {
  return [mean, deviation, weights?.data].reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
}
