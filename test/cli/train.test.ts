// @module-tag slow
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { writePictures, writePlanFor } from '../node/training/tiny-training.ts';
import { discern, json, sharedFolder } from './tiny-pictures.ts';

const at = sharedFolder(async (folder) => {
  const pictures = await writePictures(folder);
  const network = { architecture: 'small', backbone: null, sha256: null, sizePx: 16 };
  const stages = [{ on: 'train', cut: 'images', views: 3, epochs: 6, learningRate: 3e-3, layerDecay: 1 }] as const;
  await writePlanFor(pictures, join(folder, 'plan.json'), network, { stages });
});
const train = (out: string, ...more: readonly string[]) =>
  ['train', at('pictures'), '--out', at(out), '--threads', '1', ...more] as const;
const planned = (out: string) => train(out, '--plan', at('plan.json'));

describe('discern train', () => {
  test('prints one JSON value as the contract has it', async () => {
    const result = await json(planned('a.onnx'), { caches: at('caches') });
    expect(result).toMatchObject({ out: at('a.onnx'), epochs: 6, stopped: 'finished', seed: 3, skipped: [] });
    expect(result.plan).toEqual(JSON.parse(readFileSync(at('a.plan.json'), 'utf8')));
    expect(result.history).toHaveLength(6);
    expect(result.history[0]).toMatchObject({ epoch: 1, loss: expect.any(Number), rate: expect.any(Number) });
    expect(result).toHaveProperty('overrun');
    expect(result.validation).toMatchObject({ metric: expect.any(String), value: expect.any(Number) });
    expect(result.validation.interval).toHaveLength(2);
  });

  test('streams the history with --jsonl, one epoch a line', async () => {
    const { code, printed } = await discern([...planned('b.onnx'), '--jsonl'], { caches: at('caches') });
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(lines.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('tells people the plan, how it went, and what comes next', async () => {
    const { code, printed, reported } = await discern(planned('c.onnx'), { caches: at('caches') });
    expect(code).toBe(0);
    expect(reported).toContain('6 epochs');
    expect(printed).toMatch(/Validation: +\d/);
    expect(printed).toContain(`--backbone ${at('c.onnx')}`);
  });

  test('fit takes what it has written, without assumptions', async () => {
    const options = { caches: at('caches') };
    await json(planned('d.onnx'), options);
    const { code, reported } = await discern(
      ['fit', at('pictures'), '--out', at('bundle'), '--backbone', at('d.onnx'), '--threads', '1'],
      options,
    );
    expect(code).toBe(0);
    expect(reported).not.toContain('assumed');
  });

  test('with minutes it plans by itself', async () => {
    const fresh = ['--architecture', 'small', '--size', '16', '--minutes', '0.1'];
    const { plan, seconds } = await json(train('e.onnx', ...fresh), { caches: at('caches') });
    expect(plan.stages[0]).toMatchObject({ on: 'train', cut: 'images' });
    expect(seconds).toBeGreaterThan(0);
  });

  test('shows augmentations and learns nothing', async () => {
    const argv = ['train', at('pictures'), '--architecture', 'small', '--show-augmentations', at('sheet.png')];
    for (const out of [[], ['--out', at('f.onnx')]]) {
      expect(await json([...argv, ...out])).toMatchObject({ pictures: 8, preset: 'photos' });
      expect(readFileSync(at('sheet.png')).subarray(1, 4).toString()).toBe('PNG');
      expect(existsSync(at('f.onnx'))).toBe(false);
    }
  });

  test('names what works where a loss, an architecture or a preset does not', async () => {
    for (const [option, value] of [
      ['--loss', 'triplet'],
      ['--architecture', 'vgg'],
      ['--preset', 'x-ray'],
    ]) {
      const { code, reported } = await discern(train('g.onnx', option, value));
      expect(code).toBe(2);
      expect(reported).toMatch(/expected: one of: /i);
    }
  });

  test.each([
    ['--head-only --deep'],
    ['--architecture small --head-only'],
    ['--architecture small --deep'],
    ['--architecture small --backbone own.onnx'],
    ['--plan p.json --minutes 3'],
    ['--plan p.json --preset none'],
    ['--plan p.json --deep'],
    ['--plan p.json --head-only'],
    ['--plan p.json --architecture small'],
    ['--plan p.json --resume'],
  ])('refuses %s, naming both', async (options) => {
    const { code, reported } = await discern(train('i.onnx', ...options.split(' ')));
    expect(code).toBe(2);
    for (const name of options.match(/--[a-z-]+/g) ?? []) expect(reported).toContain(name);
    expect(reported).toContain('exclude each other');
  });

  test('refuses a size for a network that has its own, and learning that goes nowhere', async () => {
    const size = await discern(train('i.onnx', '--size', '32'));
    expect(size).toMatchObject({ code: 2, reported: expect.stringContaining('--architecture') });
    const nowhere = await discern(['train', at('pictures'), '--architecture', 'small']);
    expect(nowhere).toMatchObject({ code: 2, reported: expect.stringContaining('--out') });
  });

  test('stopped by Ctrl-C it exits with 130 and says how to go on', async () => {
    const controller = new AbortController();
    controller.abort();
    const stopped = await discern(planned('h.onnx'), { caches: at('caches'), signal: controller.signal });
    expect(stopped.code).toBe(130);
    expect(stopped.reported).toContain('--resume');
    const { code } = await discern(train('h.onnx', '--resume'), { caches: at('caches') });
    expect(code).toBe(0);
  });
});

describe('killed at any moment', () => {
  test('and resumed until it is done, it gives the bytes of a run that never was', async () => {
    const { uniform } = random(7, 'moments');
    const started = performance.now();
    expect(await ended([...planned('whole.onnx')], null)).toBe(0);
    let patienceMs = 0.6 * (performance.now() - started);
    let kills = 0;
    let code: number | null = null;
    for (let attempt = 0; code !== 0 || kills === 0; attempt++) {
      // If it was done before the kill, it starts again with less time; if it had not begun, nothing can be resumed.
      if (code === 0) patienceMs /= 2;
      const begin = attempt === 0 || code !== null;
      const argv = begin ? planned('killed.onnx') : train('killed.onnx', '--resume');
      code = await ended(argv, kills < 6 ? (0.6 + 0.8 * uniform()) * patienceMs : null);
      if (code === null) kills++;
    }
    expect(kills).toBeGreaterThan(0);
    expect(readFileSync(at('killed.onnx'))).toEqual(readFileSync(at('whole.onnx')));
  });
});

/** The exit code of the built command line; null where it was killed, which happens after so many milliseconds. */
function ended(argv: readonly string[], killAfterMs: number | null): Promise<number | null> {
  const cli = fileURLToPath(new URL('../../bin/discern.js', import.meta.url));
  const environment = { ...process.env, XDG_CACHE_HOME: at('process-caches') };
  const child = spawn(process.execPath, [cli, ...argv, '--quiet'], { env: environment, stdio: 'ignore' });
  const timer = killAfterMs === null ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}
