// npm runs this before the install scripts of dependencies. That of onnxruntime-node downloads the CUDA provider
// (hundreds of megabytes, and a failed install where its host cannot be reached), which Discern does not use. It leaves
// out files that are there already, so empty ones are put in their places. Whoever wants CUDA sets
// ONNXRUNTIME_NODE_INSTALL=cuda12, which overwrites them.
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';

const providers = ['cuda', 'shared', 'tensorrt'];

if (process.platform === 'linux' && process.arch === 'x64') {
  try {
    const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
    for (const provider of providers) {
      const file = join(root, 'bin', 'napi-v6', 'linux', 'x64', `libonnxruntime_providers_${provider}.so`);
      if (!existsSync(file)) writeFileSync(file, '');
    }
  } catch (cause) {
    console.warn(
      `discern: onnxruntime-node may download its CUDA provider (${cause instanceof Error ? cause.message : cause})`,
    );
  }
}
