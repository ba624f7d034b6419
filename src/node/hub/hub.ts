import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import type { ProgressOptions } from '../../base/progress.ts';
import { shellWord } from '../shell-word.ts';
import { download, isWhole } from './download.ts';
import { fetchListing, type HubFile, type HubListing, rememberedListing, rememberListing } from './hub-listing.ts';
import { type HubSpec, hubSpec } from './hub-spec.ts';
import type { Access } from './request.ts';

/** Where models are downloaded from and kept. */
export type HubOptions = ProgressOptions &
  Access & {
    /** The address of a hub or of a mirror. A slash at the end is ignored. */
    readonly endpoint?: string | undefined;
    /** The cache folder. Each model lies in it under its repository and commit. */
    readonly folder: string;
  };

/** A model in the cache: the paths of its files, and remarks for the person. */
export type HubModel = {
  readonly repository: string;
  readonly commit: string;
  readonly model: string;
  /** The folder with preprocessor_config.json and config.json, where the repository has them. */
  readonly folder: string;
  readonly remarks: readonly string[];
};

/** Where exporters put the image encoder, best first. */
const usualPlaces = ['onnx/vision_model.onnx', 'vision_model.onnx', 'onnx/model.onnx', 'model.onnx'];

/** Files in the root of a repository that say how pictures are prepared. They are downloaded, too. */
const companions = ['preprocessor_config.json', 'processor_config.json', 'config.json'];

/**
 * Downloads `hf:OWNER/NAME[@REVISION][#FILE]` into the cache and gives its paths. A branch or tag is looked up on the
 * hub each time. A commit in the cache needs no network. Without a network the last known commit of a branch is used,
 * with a remark. Throws `misused`, `network`, `not-found`, `no-permission`, `ambiguous-model`, `disk`.
 */
export async function hubModel(text: string, options: HubOptions): Promise<HubModel> {
  const spec = hubSpec(text);
  const home = join(options.folder, spec.repository.replace('/', '--'));
  const { listing, remarks } = await currentListing(spec, home, options);
  const model = modelFile(text, listing, spec.file);
  const files = [model, ...listing.files.filter(({ path }) => companions.includes(path) || holdsWeights(path, model))];
  await fetchMissing(spec, listing.commit, home, files, options);
  const folder = join(home, listing.commit);
  return { repository: spec.repository, commit: listing.commit, model: join(folder, model.path), folder, remarks };
}

async function currentListing(spec: HubSpec, home: string, options: HubOptions) {
  const remembered = await rememberedListing(home, spec.revision);
  if (remembered?.commit === spec.revision) return { listing: remembered, remarks: [] };
  try {
    const listing = await fetchListing(spec, endpointOf(options), options);
    await rememberListing(home, spec.revision, listing);
    return { listing, remarks: [] };
  } catch (error) {
    if (!remembered || !(error instanceof DiscernError) || error.code !== 'network') throw error;
    return {
      listing: remembered,
      remarks: [`the hub cannot be reached: using the last download of ${spec.repository}`],
    };
  }
}

function modelFile(text: string, { files }: HubListing, wanted: string | undefined): HubFile {
  const models = files.filter(({ path }) => path.endsWith('.onnx'));
  const places = wanted === undefined ? usualPlaces : [wanted];
  const found = places.flatMap((place) => models.filter(({ path }) => path === place)).at(0);
  const model = found ?? (wanted === undefined && models.length === 1 ? models[0] : undefined);
  if (!model) throw noModel(text, models, wanted);
  return model;
}

/**
 * Whether exporters put the weights of a large model at this path: `model.onnx_data`, `model.onnx_data_1`,
 * `model.onnx.data`.
 */
function holdsWeights(path: string, model: HubFile): boolean {
  return path.startsWith(model.path) && /^(_data(_\d+)?|\.data)$/.test(path.slice(model.path.length));
}

async function fetchMissing(
  { repository }: HubSpec,
  commit: string,
  home: string,
  files: readonly HubFile[],
  options: HubOptions,
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  for (const { path, bytes, hash } of files) {
    const target = join(home, commit, path);
    const stage = `downloading ${repository}`;
    const onBytes = (done: number) => options.progress?.({ stage, done: before + done, total });
    const place = path.split('/').map(encodeURIComponent).join('/');
    const content = { url: `${endpointOf(options)}/${repository}/resolve/${commit}/${place}`, bytes, hash };
    if (!(await isWhole(target, content))) await download(content, target, { ...options, onBytes });
    before += bytes;
  }
}

function endpointOf({ endpoint }: HubOptions): string {
  return (endpoint || 'https://huggingface.co').replace(/\/+$/, '');
}

function noModel(text: string, models: readonly HubFile[], wanted: string | undefined): DiscernError {
  const names = models.map(({ path }) => path);
  const [spec] = text.split('#');
  if (names.length === 0 || wanted !== undefined) {
    return new DiscernError('not-found', `${spec} has no ${wanted ?? 'ONNX file'}`, {
      given: text,
      expected: names.length > 0 ? `one of ${names.join(', ')}` : 'a repository with an .onnx file in it',
      todo: names.length > 0 ? `name one of these: ${spec}#${names[0]}` : 'export the model to ONNX and give FILE.onnx',
    });
  }
  return new DiscernError('ambiguous-model', `${spec} has several ONNX files`, {
    given: `the files ${names.join(', ')}`,
    expected: `one of the usual names: ${usualPlaces.join(', ')}`,
    todo: `name the file: --backbone ${shellWord(`${spec}#${names[0]}`)}`,
  });
}
