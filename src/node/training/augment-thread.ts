import { Worker } from 'node:worker_threads';
import { DiscernError, type ErrorJson, internalError } from '../../base/error.ts';
import { workerFile } from '../worker-file.ts';
import type {
  AugmentedBatch,
  AugmentJob,
  AugmentReply,
  AugmentRequest,
  AugmentWorkerData,
} from './augment-messages.ts';

type Waiting = { readonly resolve: (batch: AugmentedBatch) => void; readonly reject: (error: Error) => void };

/** A worker thread that makes batches, one after the other, with those it was sent and has not answered yet. */
export class AugmentThread {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #death: Error | null = null;

  /** Starts a thread; what keeps it from starting is thrown by its first batch. */
  constructor(data: AugmentWorkerData, file: string = workerFile('training/augment-worker')) {
    this.#worker = new Worker(file, { workerData: data });
    this.#worker.on('message', (reply: AugmentReply) => this.#settle(reply));
    this.#worker.once('error', (error) => {
      this.#death ??= died(error);
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', (code) => resolve(this.#end(code)));
    });
  }

  /** How many batches were sent and not yet answered. */
  get load(): number {
    return this.#waiting.size;
  }

  /** A batch of these pictures, after those sent before. */
  batch(jobs: readonly AugmentJob[]): Promise<AugmentedBatch> {
    if (this.#death) return Promise.reject(this.#death);
    const id = this.#next++;
    const request: AugmentRequest = { id, jobs };
    this.#worker.postMessage(request);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Answers what was sent, then ends the thread: stopping it inside native code could end the process. */
  close(): Promise<void> {
    if (!this.#death) this.#worker.postMessage(null);
    this.#death ??= internalError('the threads that augment were closed');
    return this.#ended;
  }

  #settle(reply: AugmentReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ('error' in reply) waiting?.reject(revived(reply.error));
    else waiting?.resolve({ images: reply.images, skipped: reply.skipped });
  }

  #end(code: number): void {
    const death = this.#death ?? died(new Error(`it ended with code ${code}`));
    this.#death = death;
    for (const { reject } of this.#waiting.values()) reject(death);
    this.#waiting.clear();
  }
}

function revived({ code, message, ...parts }: ErrorJson): DiscernError {
  return new DiscernError(code, message, parts);
}

function died(cause: Error): DiscernError {
  return new DiscernError(
    'internal',
    `internal: a thread that augments pictures died: ${cause.message}`,
    {
      given: 'the pictures that were being augmented',
      expected: 'the thread to live',
      todo: 'free memory or lower --threads and run the same again',
    },
    cause,
  );
}
