// @module-tag slow
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as discern from '../../src/node/index.ts';
import { lesson } from './lesson.ts';
import { buildSite, serveSite } from './serve-site.ts';

/** Debian's browser; `.ci/run` installs it. */
const executablePath = '/usr/bin/chromium';

describe.skipIf(!existsSync(executablePath))(`training in a page (needs ${executablePath})`, () => {
  let folder: string;
  let site: Awaited<ReturnType<typeof serveSite>>;
  let browser: Browser;
  let expected: readonly number[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'discern-site-'));
    await buildSite(folder);
    site = await serveSite(folder);
    browser = await chromium.launch({ executablePath });
    expected = await lesson(discern, discern.nodeRuntime);
  });

  afterAll(async () => {
    await browser?.close();
    site?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([1, 2])('gives the losses of native code, with threads: %i', async (threads) => {
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    await page.goto(`${site.url}?threads=${threads}`);
    const answer = page.locator('output:not(:empty)');
    await answer.waitFor({ state: 'attached', timeout: 60_000 }).catch(() => undefined);
    expect(failures).toEqual([]);
    const { losses, crossOriginIsolated } = JSON.parse((await answer.textContent()) ?? '');
    await page.close();
    expect(crossOriginIsolated).toBe(true);
    expect(losses).toHaveLength(expected.length);
    expect(expected[expected.length - 1]).toBeLessThan(0.7 * expected[0]);
    losses.forEach((loss: number, step: number) => {
      expect(Math.abs(loss - expected[step])).toBeLessThan(1e-3 * Math.min(1, expected[step]));
    });
  });
});
