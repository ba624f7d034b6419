import { type MessagePort, parentPort } from 'node:worker_threads';
import { asDiscernError, internalError } from '../base/error.ts';
import type { Runtime, Session } from '../runtime/runtime.ts';
import { guarded, type NativeCalls } from './native-calls.ts';
import type { PictureReply, PictureRequest } from './picture-messages.ts';
import { nodeRuntime } from './runtime.ts';

/** What a worker thread does with pictures. */
export type PictureWork<Wish> = {
  /** The numbers are moved away with their buffer. */
  compute(encoded: Uint8Array, wish: Wish): Promise<Float32Array>;
  dispose(): Promise<void>;
};

/** Answers the pictures that this worker thread is sent, once `opening` is done. */
export function servePictures<Wish>(opening: Promise<PictureWork<Wish>>): void {
  const port = parentPort ?? fail();
  opening.then(
    (work) => serve(port, work),
    (error: unknown) => reply(port, { id: null, error: asDiscernError(error).toJSON() }),
  );
}

/** ONNX Runtime, every native call of which is counted, so that the process does not end in the middle of one. */
export function guardedRuntime(calls: NativeCalls): Runtime {
  return {
    load: (bytes, options) => guarded(calls, async () => guardedSession(calls, await nodeRuntime.load(bytes, options))),
  };
}

function guardedSession(calls: NativeCalls, session: Session): Session {
  return {
    inputs: session.inputs,
    outputs: session.outputs,
    run: (feeds, wanted) => guarded(calls, () => session.run(feeds, wanted)),
    dispose: () => guarded(calls, () => session.dispose()),
  };
}

function serve<Wish>(port: MessagePort, work: PictureWork<Wish>): void {
  const open = new Set<Promise<void>>();
  port.on('message', (request: PictureRequest<Wish>) => {
    if (!request) {
      Promise.all(open)
        .then(() => work.dispose())
        .then(() => port.close());
      return;
    }
    const answered = answer(port, work, request).finally(() => open.delete(answered));
    open.add(answered);
  });
  reply(port, { id: null, numbers: new Float32Array() });
}

async function answer<Wish>(
  port: MessagePort,
  work: PictureWork<Wish>,
  { id, encoded, wish }: NonNullable<PictureRequest<Wish>>,
): Promise<void> {
  await work.compute(encoded, wish).then(
    (numbers) => reply(port, { id, numbers }),
    (error: unknown) => reply(port, { id, error: asDiscernError(error).toJSON() }),
  );
}

function reply(port: MessagePort, message: PictureReply): void {
  port.postMessage(
    message,
    'numbers' in message && message.numbers.buffer instanceof ArrayBuffer ? [message.numbers.buffer] : [],
  );
}

function fail(): never {
  throw internalError('this runs only as a worker thread');
}
