// A worker of WorkerThread. Its data say whether it starts; a request says what becomes of it. Runs the build.

import { workerData } from 'node:worker_threads';
import { DiscernError } from '../../dist/src/base/error.js';
import { serveRequests } from '../../dist/src/node/workers/serve-requests.js';

const refusal = () => new DiscernError('bad-model', 'no network', { given: 'g', expected: 'e', todo: 't' });

const task = {
  answer: async (request) => {
    if (request === 'die') setImmediate(() => process.exit(7));
    if (request === 'throw')
      setImmediate(() => {
        throw new Error('out of memory');
      });
    if (request === 'refuse') throw refusal();
    await new Promise((resolve) => setTimeout(resolve, 30));
    return Float32Array.of(request.length);
  },
  numbers: (reply) => reply,
  dispose: async () => undefined,
};

serveRequests(workerData.starts ? Promise.resolve(task) : Promise.reject(refusal()));
