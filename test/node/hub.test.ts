// @module-tag slow
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProgressEvent } from '../../src/base/progress.ts';
import { hubModel } from '../../src/node/hub/hub.ts';
import { commit, type HubServer, hubServer, repository } from './hub-server.ts';

const model = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251);
const config = new TextEncoder().encode('{"model_type":"vit"}');
const files = {
  'onnx/model.onnx': model,
  'onnx/model_quantized.onnx': model.subarray(1),
  'preprocessor_config.json': config,
  'config.json': config,
  'README.md': config,
};

let hub: HubServer;
let folder: string;

beforeEach(async () => {
  hub = await hubServer(files);
  folder = await mkdtemp(join(tmpdir(), 'discern hub é '));
});

afterEach(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

const spec = `hf:${repository}`;
const options = () => ({ endpoint: hub.endpoint, folder, retries: 2, retryDelayMs: 1 });

async function partFiles(): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.part'));
}

test('the model and what says how to prepare pictures, nothing else, with progress to the end', async () => {
  const events: ProgressEvent[] = [];
  const found = await hubModel(spec, { ...options(), progress: (event) => events.push(event) });
  expect(found).toMatchObject({ repository, commit, remarks: [] });
  expect(new Uint8Array(await readFile(found.model))).toEqual(model);
  expect((await readdir(found.folder)).sort()).toEqual(['config.json', 'onnx', 'preprocessor_config.json']);
  const done = events.map((event) => event.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  const total = model.length + 2 * config.length;
  expect(events.at(-1)).toEqual({ stage: `downloading ${repository}`, done: total, total });
});

test('a second time only the branch is looked up; a commit needs no network at all', async () => {
  const first = await hubModel(spec, options());
  hub.requests.length = 0;
  expect(await hubModel(spec, options())).toEqual(first);
  expect(hub.requests).toHaveLength(1);
  await hub.close();
  expect(await hubModel(`${spec}@${commit}`, options())).toEqual(first);
});

test('what was damaged in the cache since is downloaded again: cut, overwritten, or another thing in its place', async () => {
  const { model: path } = await hubModel(spec, options());
  const damages = [
    () => writeFile(path, model.subarray(0, 1000)),
    () => writeFile(path, new Uint8Array(model.length)),
    () => rm(path).then(() => mkdir(path)),
    () => writeFile(join(folder, repository.replace('/', '--'), 'revisions', 'main.json'), '{"commit":7}'),
  ];
  for (const damage of damages) {
    await damage();
    await hubModel(spec, options());
    expect(new Uint8Array(await readFile(path))).toEqual(model);
  }
});

test('without network the last known commit is used, and said', async () => {
  const first = await hubModel(spec, options());
  await hub.close();
  const { model: path, remarks } = await hubModel(spec, options());
  expect(path).toBe(first.model);
  expect(remarks).toEqual([expect.stringContaining('cannot be reached')]);
});

test('without network and cache: a clear error', async () => {
  await hub.close();
  await expect(hubModel(spec, options())).rejects.toMatchObject({
    code: 'network',
    message: expect.stringContaining('ECONNREFUSED'),
    todo: expect.stringContaining('HF_ENDPOINT'),
  });
});

test('a connection that breaks twice is taken up where it broke', async () => {
  hub.faults.breaks = 2;
  const { model: path } = await hubModel(spec, options());
  expect(new Uint8Array(await readFile(path))).toEqual(model);
  const ranges = hub.requests.filter((line) => line.startsWith('store /onnx')).map((line) => line.split(' ')[2]);
  expect(ranges[0]).toBe('-');
  expect(ranges.slice(1).map((range) => Number(/bytes=(\d+)-/.exec(range)?.[1]) > 0)).toEqual([true, true]);
});

test('a download that was given up is gone on with by the next run', async () => {
  hub.faults.breaks = 1;
  await expect(hubModel(spec, { ...options(), retries: 0 })).rejects.toMatchObject({ code: 'network' });
  expect(await partFiles()).toHaveLength(1);
  hub.requests.length = 0;
  await hubModel(spec, options());
  expect(hub.requests.find((line) => line.startsWith('store /onnx'))).toMatch(/bytes=[1-9]/);
  expect(await partFiles()).toEqual([]);
});

test('a server that ignores the range sends all, and all is taken', async () => {
  hub.faults.breaks = 1;
  hub.faults.deaf = true;
  const { model: path } = await hubModel(spec, options());
  expect(new Uint8Array(await readFile(path))).toEqual(model);
});

test('a part that belongs to something else is thrown away and fetched anew', async () => {
  hub.faults.breaks = 1;
  await expect(hubModel(spec, { ...options(), retries: 0 })).rejects.toThrow();
  const [part] = await partFiles();
  await writeFile(join(folder, part), new Uint8Array(1000).fill(9));
  const { model: path } = await hubModel(spec, options());
  expect(new Uint8Array(await readFile(path))).toEqual(model);
});

test('wrong content is refused and not kept', async () => {
  hub.faults.wrong = true;
  await expect(hubModel(spec, options())).rejects.toMatchObject({
    code: 'network',
    message: expect.stringContaining('hash'),
  });
  expect(await partFiles()).toEqual([]);
  const names = await readdir(folder, { recursive: true });
  expect(names.map((name) => basename(name))).not.toContain('model.onnx');
});

test('a busy hub is asked again', async () => {
  hub.faults.busy = 2;
  expect((await hubModel(spec, options())).commit).toBe(commit);
  hub.faults.busy = 9;
  await expect(hubModel(spec, { ...options(), retries: 1 })).resolves.toMatchObject({ remarks: [expect.anything()] });
});

test('a token opens what is closed, and stays with the hub', async () => {
  hub.faults.token = 'secret';
  await expect(hubModel(spec, options())).rejects.toMatchObject({
    code: 'no-permission',
    todo: expect.stringContaining('HF_TOKEN'),
  });
  await hubModel(spec, { ...options(), token: 'secret' });
  const stores = hub.requests.filter((line) => line.startsWith('store'));
  expect(stores.length).toBeGreaterThan(0);
  expect(stores.filter((line) => line.includes('secret'))).toEqual([]);
});

test('what is not there is not-found, at once', async () => {
  await expect(hubModel('hf:maker/other', options())).rejects.toMatchObject({ code: 'not-found' });
  await expect(hubModel(`${spec}@v9`, options())).rejects.toMatchObject({ code: 'not-found' });
  expect(hub.requests).toHaveLength(2);
});

test('a file named with # is taken; an unknown one lists what there is', async () => {
  const { model: path } = await hubModel(`${spec}#onnx/model_quantized.onnx`, options());
  expect(basename(path)).toBe('model_quantized.onnx');
  const missing = hubModel(`${spec}#other.onnx`, options());
  await expect(missing).rejects.toMatchObject({
    code: 'not-found',
    expected: expect.stringContaining('onnx/model.onnx'),
  });
});

test.each([
  [{ 'a.onnx': model, 'b.onnx': model }, 'ambiguous-model', /#a\.onnx/],
  [{ 'config.json': config }, 'not-found', /export/],
])('repositories that do not tell which file: %#', async (other, code, todo) => {
  const strange = await hubServer(other);
  const attempt = hubModel(spec, { ...options(), endpoint: strange.endpoint });
  await expect(attempt).rejects.toMatchObject({ code, todo: expect.stringMatching(todo) });
  await strange.close();
});

test('files that hold the weights of the model come along', async () => {
  const large = await hubServer({ 'model.onnx': config, 'model.onnx_data': model, 'model.onnx_data_1': config });
  const { model: path } = await hubModel(spec, { ...options(), endpoint: large.endpoint });
  expect(new Uint8Array(await readFile(`${path}_data`))).toEqual(model);
  expect(new Uint8Array(await readFile(`${path}_data_1`))).toEqual(config);
  await large.close();
});

test('names in a repository never lead out of the cache', async () => {
  const hostile = await hubServer({ '../../../model.onnx': model, 'config.json': config });
  await expect(hubModel(spec, { ...options(), endpoint: hostile.endpoint })).rejects.toMatchObject({
    code: 'not-found',
  });
  await hostile.close();
});

test('a signal stops the download and leaves what has come', async () => {
  hub.faults.breaks = 9;
  const stop = new AbortController();
  const progress = () => stop.abort();
  await expect(hubModel(spec, { ...options(), progress, signal: stop.signal })).rejects.toMatchObject({
    code: 'interrupted',
  });
  expect(await partFiles()).toHaveLength(1);
});

test.each(['hf:', 'hf:model', 'hf:a/b/c', 'hf:../..', 'hf:a/b#c.txt', 'hf:a/b@'])('%s is a misuse', async (text) => {
  await expect(hubModel(text, options())).rejects.toMatchObject({ code: 'misused' });
});
