// A worker of PictureThread that is ready, and dies of the first picture.
import { parentPort } from 'node:worker_threads';

parentPort.postMessage({ id: null, numbers: new Float32Array() });
parentPort.on('message', () => {
  throw new Error('out of memory');
});
