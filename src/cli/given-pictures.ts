import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ReadPicture } from '../data/embedding/read-picture.ts';
import { looksLikePicture } from '../data/paths.ts';
import { fileError } from '../node/files/file-error.ts';
import { readFile } from '../node/files/files.ts';
import { pathOfUrl } from '../node/files/missing-path.ts';
import type { GivenPlace } from '../node/pictures/list-given.ts';
import type { Context } from './context.ts';
import { misused } from './misuse.ts';
import { allBytes, lines } from './standard-input.ts';

/** The path that stands for standard input. */
const standardInput = '-';

/** The pictures that a command line names. */
export type GivenPictures = {
  /** The paths, with folders expanded; the paths of a list follow as they arrive. */
  readonly paths: readonly string[] | AsyncIterable<string>;
  /** The number of pictures; undefined if a list is given. */
  readonly count: number | undefined;
  /** Reads a picture by its path; `-` is standard input. */
  readonly read: ReadPicture;
};

/** The pictures of `FILE|FOLDER...`, `-` and `--list FILE|-`. Throws `misused` without any. */
export async function givenPictures(
  names: readonly string[],
  list: string | undefined,
  { stdin, warn }: Pick<Context, 'stdin' | 'warn'>,
): Promise<GivenPictures> {
  const uses = [...names, list].filter((name) => name === standardInput).length;
  if (uses > 1) throw stdinTwice();
  if (names.length === 0 && list === undefined) throw noPictures();
  const places = await placesOf(names, warn);
  const failed = new Map(places.map(({ name, error }) => [name, error]));
  const read: ReadPicture = async (path, admit) => {
    const error = failed.get(path);
    if (error) throw error;
    return path === standardInput ? allBytes(stdin) : readFile(path, admit);
  };
  const paths = places.flatMap(({ name, pictures, error }) => (error ? [name] : pictures));
  if (list === undefined) return { paths, count: paths.length, read };
  return { paths: followedBy(paths, list === standardInput ? lines(stdin) : linesOf(list)), count: undefined, read };
}

/** Code for lists and folders is loaded only if it is needed. */
async function placesOf(names: readonly string[], warn: Context['warn']): Promise<GivenPlace[]> {
  const isPlain = async (name: string) => name === standardInput || (await isPicture(name));
  if ((await Promise.all(names.map(isPlain))).every(Boolean)) {
    return names.map((name) => ({ name, pictures: [name], error: null }));
  }
  const { listGiven } = await import('../node/pictures/list-given.ts');
  return listGiven(names, { warn });
}

async function isPicture(name: string): Promise<boolean> {
  return stat(name).then(
    (found) => found.isFile() && looksLikePicture(name),
    () => false,
  );
}

/** The given paths, then the lines of a list; `file:` URLs become paths. */
async function* followedBy(paths: readonly string[], more: AsyncIterable<string>) {
  yield* paths;
  for await (const line of more) yield pathOfUrl(line) ?? line;
}

async function* linesOf(list: string) {
  try {
    yield* lines(createReadStream(list));
  } catch (thrown) {
    throw fileError(thrown, list);
  }
}

function noPictures() {
  return misused('predict needs pictures', {
    given: 'no pictures',
    expected: 'files or folders, - for standard input, or --list FILE',
    todo: 'discern predict BUNDLE PICTURE',
  });
}

function stdinTwice() {
  return misused('standard input can be read only once', {
    given: '- more than once',
    expected: '- for one picture, or --list - for paths',
    todo: 'give the other pictures by their paths',
  });
}
