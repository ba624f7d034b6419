import type { CellNetwork, PictureCells } from '../../backbones/cell-network.ts';
import { asDiscernError } from '../../base/error.ts';
import { matrix } from '../../base/matrix.ts';
import type { BundleForAnswers } from '../../bundle/bundle.ts';
import { classDifference } from '../../bundle/class-difference.ts';
import type { ReadPicture } from '../../data/embedding/read-picture.ts';
import type { EntryName } from '../../gallery/gallery.ts';
import { shortSideFor } from '../../images/framing.ts';
import type { Pixels } from '../../images/pixels.ts';
import { prepare } from '../../images/prepare.ts';
import type { Product } from '../../linalg/product.ts';
import type { ClassifierAnswer, Recognition } from '../../recognise/answer.ts';
import {
  classEvidence,
  type Evidence,
  type ExplainOptions,
  evidenceInWords,
  matchWith,
  nearestEvidence,
} from '../../recognise/explain.ts';
import type { Recogniser } from '../../recognise/recogniser.ts';
import type { Why } from '../../recognise/why.ts';
import { decode } from '../decode.ts';
import { pictureAnswer } from '../picture-answer.ts';
import type { ClassifierExplanation, ExplainedPicture, GalleryExplanation } from './explanation.ts';
import type { EnrolledFile } from './find-enrolled.ts';
import { type Square, seenPicture } from './seen-picture.ts';

/** An opened bundle, and what explaining its answers needs. */
export type Explainer = {
  readonly bundle: BundleForAnswers;
  readonly recognise: Recogniser['recognise'];
  readonly product: Product;
  /** The embedding that the answers are for. */
  embed(pixels: Pixels, cells: PictureCells): Promise<Float32Array>;
  readonly network: CellNetwork;
  readonly read: ReadPicture;
  /** Finds the file of an enrolled picture, for the explanation of the picture at this path. */
  find(entry: Pick<EntryName, 'id' | 'path'>, path: string): Promise<EnrolledFile>;
  /** Side of the squares to draw on, in pixels. */
  readonly sidePx: number;
};

/** Explains the answers for one picture. One that cannot be read is explained by its error. */
export async function explainPicture(path: string, explainer: Explainer): Promise<ExplainedPicture> {
  try {
    return await explain(path, explainer);
  } catch (thrown) {
    const error = asDiscernError(thrown).toJSON();
    return { explanation: { path, error, answer: null, classifier: null, gallery: null }, seen: null };
  }
}

async function explain(path: string, explainer: Explainer): Promise<ExplainedPicture> {
  const { bundle, network, product, recognise } = explainer;
  const { pixels, seen, cells } = await opened(await explainer.read(path), explainer);
  const embedding = await explainer.embed(pixels, cells);
  const [recognition] = await recognise(matrix(1, embedding.length, embedding));
  const answer = pictureAnswer(path, recognition, classDifference(bundle));
  const options = { layout: network.layout, product };
  const { why } = recognition;
  const classifier = await classifierExplanation(answer, why.classifier, { bundle, cells, options });
  const { gallery, enrolled } = await galleryExplanation(answer, why.gallery, { path, cells, explainer, options });
  return { explanation: { path, answer: recognition.answer, classifier, gallery }, seen, enrolled };
}

/** A decoded picture, what the network sees of it, and its cells. */
async function opened(bytes: Uint8Array, { bundle, network, sidePx }: Explainer) {
  const { preprocessing } = bundle.card;
  const pixels = await decode(bytes, { shortSidePx: shortSideFor(preprocessing) });
  const seen = await seenPicture(pixels, preprocessing, sidePx);
  return { pixels, seen, cells: await network.run(prepare(pixels, preprocessing)) };
}

type ClassifierContext = {
  readonly bundle: BundleForAnswers;
  readonly cells: PictureCells;
  readonly options: ExplainOptions;
};

async function classifierExplanation(
  { classifier: answer }: { readonly classifier: ClassifierAnswer | null },
  why: Why | null,
  { bundle: { classifier }, cells, options }: ClassifierContext,
): Promise<ClassifierExplanation | null> {
  if (answer === null || why === null || classifier === null) return null;
  const [best, second] = answer.top;
  const evidence =
    second === undefined
      ? null
      : await classEvidence(classifier, cells, { label: best.label, against: second.label }, options);
  return { ...answer, ...why, words: withEvidence(why.words, evidence), evidence };
}

type GalleryContext = {
  readonly path: string;
  readonly cells: PictureCells;
  readonly explainer: Explainer;
  readonly options: ExplainOptions;
};

async function galleryExplanation(
  { gallery: answer }: Pick<Recognition, 'gallery'>,
  why: Why | null,
  { path, cells, explainer, options }: GalleryContext,
): Promise<{ readonly gallery: GalleryExplanation | null; readonly enrolled: Square | null }> {
  const { gallery } = explainer.bundle;
  if (answer === null || why === null || gallery === null) return { gallery: null, enrolled: null };
  const evidence = await nearestEvidence(gallery, cells, answer.classes[0].label, options);
  const said = { ...answer, ...why, words: withEvidence(why.words, evidence), evidence };
  if (evidence === null) return { gallery: { ...said, file: null, missing: null, match: null }, enrolled: null };
  const { file, bytes, missing } = await explainer.find(evidence.nearest, path);
  const other = bytes && (await opened(bytes, explainer));
  const match = other && (await matchWith(gallery, cells, other.cells, options));
  return { gallery: { ...said, file, missing, match }, enrolled: other?.seen ?? null };
}

function withEvidence(words: readonly string[], evidence: Evidence | null): string[] {
  return evidence ? [...words, evidenceInWords(evidence)] : [...words];
}
