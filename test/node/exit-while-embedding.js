// Ends the process with code 3 while all threads of a pool are computing. Argument: a picture. Runs the build.
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { pooledEmbedder } from '../../dist/src/node/embedding/pooled-embedder.js';
import { loadBackbone } from '../../dist/src/node/hub/backbone-files.js';
import { nodeRuntime } from '../../dist/src/node/runtime.js';

const { card, bytes } = await loadBackbone('efficientnet-lite0', { runtime: nodeRuntime, hub: { folder: '' } });
const pool = await pooledEmbedder(card, bytes, { workers: 2 });
const picture = await readFile(process.argv[2]);
const sent = Array.from({ length: 100 }, () => pool.embed(new Uint8Array(picture)));
await sent[0];
process.exit(3);
