import { type MessagePort, parentPort } from 'node:worker_threads';
import { asDiscernError, internalError } from '../../base/error.ts';
import type { WorkerReply, WorkerRequest } from './worker-thread.ts';

/** What a worker thread does. */
export type WorkerTask<Request, Reply> = {
  answer(request: Request): Promise<Reply>;
  /** The numbers in a reply. Their buffer is moved to the main thread instead of copied. */
  numbers(reply: Reply): Float32Array;
  dispose(): Promise<void>;
};

/** The worker's side of WorkerThread: answers the requests to this thread when `opening` is done. */
export function serveRequests<Request, Reply>(opening: Promise<WorkerTask<Request, Reply>>): void {
  const port = parentPort ?? fail();
  opening.then(
    (task) => serve(port, task),
    (error: unknown) => send(port, { id: null, error: asDiscernError(error).toJSON() }),
  );
}

function serve<Request, Reply>(port: MessagePort, task: WorkerTask<Request, Reply>): void {
  const open = new Set<Promise<void>>();
  port.on('message', (message: WorkerRequest<Request>) => {
    if (!message) {
      Promise.all(open)
        .then(() => task.dispose())
        .then(() => port.close());
      return;
    }
    const answered = answer(port, task, message).finally(() => open.delete(answered));
    open.add(answered);
  });
  send(port, { id: null });
}

async function answer<Request, Reply>(
  port: MessagePort,
  task: WorkerTask<Request, Reply>,
  { id, request }: NonNullable<WorkerRequest<Request>>,
): Promise<void> {
  await task.answer(request).then(
    (reply) => send(port, { id, reply }, task.numbers(reply).buffer),
    (error: unknown) => send(port, { id, error: asDiscernError(error).toJSON() }),
  );
}

/** Sends a message. Memory that several threads share cannot be moved, and need not be. */
function send<Reply>(port: MessagePort, message: WorkerReply<Reply>, moved?: ArrayBufferLike): void {
  port.postMessage(message, moved instanceof ArrayBuffer ? [moved] : []);
}

function fail(): never {
  throw internalError('this runs only as a worker thread');
}
