import { basename, dirname, extname, join } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { architectures } from '../../backbones/architectures/catalogue.ts';
import type { Card } from '../../backbones/card.ts';
import { cardNamed, cards } from '../../backbones/cards/catalogue.ts';
import { cardFromModel } from '../../backbones/inspect/card-from-model.ts';
import type { ModelAnswers } from '../../backbones/inspect/model-answers.ts';
import { DiscernError } from '../../base/error.ts';
import { sha256 } from '../../base/hash.ts';
import { isJsonObject } from '../../base/json-object.ts';
import { isLfsPointer, lfsPointerError } from '../../base/lfs-pointer.ts';
import { withExternalData } from '../../graph/proto/external-data.ts';
import { metadataOf } from '../../graph/proto/metadata.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { fileError } from '../files/file-error.ts';
import { readFile } from '../files/files.ts';
import { readStretchIn } from '../files/read-stretch.ts';
import { packageRoot } from '../package-root.ts';
import { type HubOptions, hubModel } from './hub.ts';

/** A backbone ready to be opened: its card, its ONNX file, and remarks on what had to be assumed. */
export type BackboneFile = { readonly card: Card; readonly bytes: Uint8Array; readonly remarks: readonly string[] };

/** Options of loading a backbone. */
export type BackboneFileOptions = {
  /** Runs somebody's own model once, to learn its shapes. */
  readonly runtime: Runtime;
  /** What a person says about their own model. Embedded backbones need no answers and refuse them. */
  readonly answers?: ModelAnswers;
  /** Where `hf:` models come from and are kept. */
  readonly hub: HubOptions;
};

/**
 * Loads what `--backbone` names: an embedded backbone by its name, `hf:OWNER/NAME[@REVISION][#FILE]`, or a file
 * `FILE.onnx` with the JSON files beside it and the files that hold its weights. Throws `misused` for unknown names,
 * and what cardFromModel and hubModel throw.
 *
 * @example
 * const network = await loadBackbone(defaultBackbone, { runtime: nodeRuntime, hub: { folder: 'models' } });
 * network.card.dimensions; // => 1280
 * const session = await openEmbeddingSession(network);
 * await session.close();
 */
export async function loadBackbone(
  spec: string,
  { runtime, answers = {}, hub }: BackboneFileOptions,
): Promise<BackboneFile> {
  const card = cardNamed(spec);
  if (card) return embedded(card);
  if (spec.startsWith('hf:')) return fromHub(spec, runtime, answers, hub);
  if (extname(spec) !== '.onnx') throw unknownName(spec);
  const source = basename(spec);
  return ownModel(spec, { name: basename(spec, '.onnx'), source, folder: dirname(spec), runtime, answers });
}

async function embedded(card: Card): Promise<BackboneFile> {
  const path = join(packageRoot(), 'models', card.file ?? '');
  const bytes = await read(path);
  if (bytes.byteLength === card.bytes) return { card, bytes, remarks: [] };
  throw new DiscernError('bad-model', `${card.name} is damaged`, {
    given: `${path} of ${bytes.byteLength} bytes`,
    expected: `${card.bytes} bytes`,
    todo: 'install the package again',
  });
}

async function fromHub(spec: string, runtime: Runtime, answers: ModelAnswers, hub: HubOptions): Promise<BackboneFile> {
  const { repository, commit, model, folder, remarks } = await hubModel(spec, hub);
  const source = `hf:${repository}@${commit}`;
  const found = await ownModel(model, { name: repository, source, folder, runtime, answers });
  return { ...found, remarks: [...remarks, ...found.remarks] };
}

type Origin = {
  readonly name: string;
  readonly source: string;
  /** Where preprocessor_config.json and config.json may lie. */
  readonly folder: string;
  readonly runtime: Runtime;
  readonly answers: ModelAnswers;
};

async function ownModel(path: string, { name, source, folder, runtime, answers }: Origin): Promise<BackboneFile> {
  const bytes = await wholeModel(path);
  const session = await runtime.load(bytes, { threads: 1 });
  try {
    const described = await cardFromModel(session, {
      name,
      source,
      sha256: await sha256(bytes),
      bytes: bytes.byteLength,
      ...(await filesBeside(folder)),
      metadata: metadataOf(bytes),
      answers,
    });
    return { ...described, bytes };
  } finally {
    await session.dispose();
  }
}

/** The bytes of a model with all of its weights. Its errors name the file. */
async function wholeModel(path: string): Promise<Uint8Array> {
  const bytes = await read(path);
  if (isLfsPointer(bytes)) throw lfsPointerError('bad-model', path, 'an ONNX model');
  return withExternalData(bytes, readStretchIn(dirname(path))).catch((thrown: unknown) => {
    if (!(thrown instanceof DiscernError) || thrown.code !== 'bad-model') throw thrown;
    throw new DiscernError(thrown.code, `${path}: ${thrown.message}`, { ...thrown.toJSON(), given: path }, thrown);
  });
}

async function read(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw fileError(error, path);
  });
}

/** The JSON files beside a model that say how its pictures are prepared. */
async function filesBeside(folder: string) {
  const config = await json(folder, 'config.json');
  const configFile = join(folder, 'config.json');
  for (const name of ['preprocessor_config.json', 'processor_config.json']) {
    const preprocessorConfig = await json(folder, name);
    const preprocessorFile = join(folder, name);
    if (preprocessorConfig !== undefined) return { preprocessorConfig, preprocessorFile, config, configFile };
  }
  return { config, configFile };
}

/** The parsed file; undefined where there is none. */
async function json(folder: string, name: string): Promise<unknown> {
  const path = join(folder, name);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  if (isLfsPointer(bytes)) throw lfsPointerError('bad-data', path, 'JSON that describes the model');
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isJsonObject(parsed)) return parsed;
    throw new TypeError('no object');
  } catch (error) {
    const parts = { given: path, expected: 'a JSON object', todo: 'mend it, or move it away from the model' };
    throw new DiscernError(
      'bad-data',
      `${path} is no JSON that describes a model: ${error instanceof Error ? error.message : error}`,
      parts,
      error,
    );
  }
}

function unknownName(spec: string): DiscernError {
  const names = Object.keys(cards);
  return new DiscernError('misused', `there is no backbone ${spec}`, {
    given: spec,
    expected: `one of ${names.join(', ')}, a FILE.onnx, or hf:OWNER/NAME`,
    todo: todoFor(spec, names),
  });
}

/** Endings of models that other programs save. */
const otherModels = /\.(pt|pth|ckpt|safetensors|h5|keras|pb|tflite|mlmodel|bin)$/i;

function todoFor(spec: string, names: readonly string[]): string {
  const likely = closest(spec.toLowerCase(), [...names]);
  if (distance(spec.toLowerCase(), likely) <= mostTypos) return `did you mean ${likely}?`;
  if (otherModels.test(spec)) return 'export the model to ONNX, and give FILE.onnx';
  const fresh = Object.keys(architectures).includes(spec);
  const scratch = fresh ? `; or learn it from scratch: discern train DATA --architecture ${spec} --out FILE.onnx` : '';
  return `give one of these names, a model of your own as FILE.onnx, or one of a hub as hf:OWNER/NAME${scratch}`;
}

/** A name that differs by more letters is not a misspelling. */
const mostTypos = 3;
