import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { root } from '../source-files.ts';

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Bundles site/ with the build in dist/ into `folder`, as users of the package do. ONNX Runtime's files go to ort/. */
export async function buildSite(folder: string): Promise<void> {
  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await build({
    configFile: false,
    root: join(root, 'test/browser/site'),
    logLevel: 'error',
    resolve: { alias: [{ find: /^discern$/, replacement: join(root, exports['.'].default) }] },
    build: { outDir: folder, target: 'es2023', minify: false },
  });
  await mkdir(join(folder, 'ort'));
  for (const name of ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']) {
    await copyFile(join(root, 'node_modules/onnxruntime-web/dist', name), join(folder, 'ort', name));
  }
}

/** Serves `folder` on a free port, isolated from other origins, as threads in a page require. */
export async function serveSite(folder: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const name = pathname === '/' ? 'index.html' : pathname;
    const body = await readFile(join(folder, name)).catch(() => null);
    response.writeHead(body ? 200 : 404, {
      'content-type': kinds[extname(name)] ?? 'text/plain',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    response.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
