import { openCellNetwork } from '../../backbones/cell-network.ts';
import { DiscernError } from '../../base/error.ts';
import { throwIfAborted } from '../../base/progress.ts';
import type { ReadPicture } from '../../data/embedding/read-picture.ts';
import { extensionOf } from '../../data/paths.ts';
import { recogniser, requireAnswers } from '../../recognise/recogniser.ts';
import { openBundleSession } from '../bundles/bundle-session.ts';
import { readFile } from '../files/files.ts';
import { requireRoomForFile } from '../files/out-place.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { nodeRuntime } from '../runtime.ts';
import type { WorkOptions } from '../work-options.ts';
import { threadsWithin } from '../workers/bounded-threads.ts';
import { type Explainer, explainPicture } from './explain-picture.ts';
import type { DrawableExplanation, ExplainedPicture, PictureExplanation } from './explanation.ts';
import { explanationPage } from './explanation-page.ts';
import { explanationSheet } from './explanation-sheet.ts';
import { enrolledFinder } from './find-enrolled.ts';
import { panelPx } from './panels.ts';

/** Options of explaining. */
export type ExplainPicturesOptions = WorkOptions & {
  /** The .png or .html file to draw the explanations in. Absent: nothing is drawn. */
  readonly out?: string | undefined;
  /** The folder where the enrolled pictures lie. It is also looked for in and above the folders of the pictures. */
  readonly pictures?: string | undefined;
  /** Default: files by their path. */
  readonly read?: ReadPicture | undefined;
};

/** What `explain --json` prints. */
export type ExplainResult = {
  /** The file that was written; null without one, and where no picture could be read. */
  readonly out: string | null;
  /** How many of the pictures are drawn in it. */
  readonly drawn: number;
  readonly pictures: readonly PictureExplanation[];
};

/** A file shows at most so many pictures. */
const mostDrawn = 50;

/**
 * Explains the answers of both approaches for pictures: how firm they are, what would change them, and which regions of
 * a picture carry them. Draws the first 50 pictures in `out`. Throws what openBundleSession and openCellNetwork throw,
 * `misused` for another ending of `out`, and `empty` where the bundle knows no class.
 *
 * @example
 * const paths = ['pictures/test/cat/noto.png'];
 * const { pictures } = await explainPictures('emoji.discern', paths, { out: 'why.html' });
 * const [{ classifier, gallery }] = pictures;
 * classifier?.words.join('. '); // `cat 99.1 %, runner-up fox 0.4 %. ...`
 * gallery?.evidence?.cells; // what each cell of the picture adds to the similarity
 */
export async function explainPictures(
  path: string,
  pictures: Iterable<string> | AsyncIterable<string>,
  options: ExplainPicturesOptions = {},
): Promise<ExplainResult> {
  const { out, progress, signal } = options;
  const draw = out === undefined ? null : await drawingTo(out);
  const explanations: PictureExplanation[] = [];
  const drawn: DrawableExplanation[] = [];
  let more = 0;
  for await (const explained of explainEach(path, pictures, options)) {
    explanations.push(explained.explanation);
    if (draw && explained.seen && drawn.length < mostDrawn) drawn.push(explained);
    else if (explained.seen) more++;
    progress?.({ stage: 'explaining', done: explanations.length });
  }
  throwIfAborted(signal);
  const written = draw !== null && drawn.length > 0 ? out : undefined;
  if (draw && written !== undefined) {
    progress?.({ stage: 'drawing', done: 0 });
    await writeAtomically(written, await draw(drawn, more));
  }
  return { out: written ?? null, drawn: drawn.length, pictures: explanations };
}

/** Explains pictures one by one, with what is needed to draw them. Throws as explainPictures does. */
export async function* explainEach(
  path: string,
  pictures: Iterable<string> | AsyncIterable<string>,
  options: Omit<ExplainPicturesOptions, 'out'>,
): AsyncGenerator<ExplainedPicture, void, undefined> {
  const { read = readFile, signal, threads } = options;
  const { bundle, session } = await openBundleSession(path, { ...options, pictures: 1 });
  try {
    requireAnswers(bundle);
    const network = await openCellNetwork(bundle.card, bundle.backbone, nodeRuntime, {
      threads: threadsWithin(threads),
    });
    const { product, compute: embed } = session;
    const { recognise } = recogniser(bundle, { product });
    const find = enrolledFinder(path, options.pictures);
    const explainer: Explainer = { bundle, recognise, product, embed, network, read, find, sidePx: panelPx };
    try {
      for await (const picture of pictures) {
        throwIfAborted(signal);
        yield await explainPicture(picture, explainer);
      }
    } finally {
      await network.dispose();
    }
  } finally {
    await session.close();
  }
}

type Draw = (drawn: readonly DrawableExplanation[], more: number) => Promise<Uint8Array>;

async function drawingTo(out: string): Promise<Draw> {
  const ending = extensionOf(out);
  const isPage = ending === 'html';
  if (!isPage && ending !== 'png') throw neitherPngNorHtml(out);
  await requireRoomForFile(out, isPage ? 'report' : 'png');
  return isPage ? explanationPage : explanationSheet;
}

function neitherPngNorHtml(out: string): DiscernError {
  return new DiscernError('misused', `${out} ends neither in .png nor in .html`, {
    given: out,
    expected: 'a name that ends in .png, or in .html for a page',
    todo: 'choose another name',
  });
}
