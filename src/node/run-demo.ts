import { join, relative } from 'node:path';
import type { CompareResult } from '../evaluate/results.ts';
import { recognitionOf } from '../recognise/answer.ts';
import { compareData } from './evaluate/compare-data.ts';
import { type Shown, somePictures } from './evaluate/report-material.ts';
import { writeReport } from './evaluate/write-report.ts';
import { requireRoomForFile } from './files/out-place.ts';
import type { NetworkOptions } from './hub/chosen-network.ts';
import { packageRoot } from './package-root.ts';
import { type PictureAnswer, pictureAnswer } from './picture-answer.ts';
import type { WorkOptions } from './work-options.ts';

/** Options of the demo. */
export type DemoOptions = WorkOptions &
  NetworkOptions & {
    /** An absolute folder. Paths are shown relative to it. */
    readonly folder: string;
    /** The path of the page. Default: `discern-demo.html` in the folder. */
    readonly page?: string | undefined;
  };

/** What `demo --json` prints. */
export type DemoResult = {
  readonly comparison: CompareResult;
  /** Some of the measured pictures, and some of no known class. */
  readonly recognised: readonly PictureAnswer[];
  /** The page that was written. */
  readonly report: string;
};

/** So many pictures of known classes are shown, and as many of no known class. */
const shownOfEach = 3;

/** Compares both approaches on the pictures that ship with Discern, and writes a page with their answers. */
export async function runDemo({
  folder,
  page = join(folder, 'discern-demo.html'),
  ...options
}: DemoOptions): Promise<DemoResult> {
  await requireRoomForFile(page, 'report');
  const shipped = (name: string) => relative(folder, join(packageRoot(), 'demo', name));
  const compared = await compareData(shipped('pictures'), { ...options, unknown: shipped('strangers') });
  await writeReport(page, compared, options);
  const { answering, classifier } = compared.bundle;
  const isLearned = (label: string) => classifier?.classes.includes(label) ?? false;
  const rules = { answering, isLearned, isThresholdGiven: false };
  const shown = fewOf(somePictures(compared));
  const recognised = shown.map((each) => pictureAnswer(each.path, recognitionOf(each, rules)));
  return { comparison: compared.result, recognised, report: relative(folder, page) };
}

/**
 * Pictures of known classes, then pictures of no known class. The first of these is one that the gallery rightly
 * rejects, where there is one.
 */
function fewOf(shown: readonly Shown[]): Shown[] {
  const known = shown.filter(({ truth }) => truth !== null);
  const strangers = shown.filter(({ truth }) => truth === null);
  const refusedFirst = strangers.toSorted((a, b) => Number(a.gallery?.known) - Number(b.gallery?.known));
  return [...known.slice(0, shownOfEach), ...refusedFirst.slice(0, shownOfEach)];
}
