import { parentPort, workerData } from 'node:worker_threads';
import type { Embedder } from '../backbones/embedder.ts';
import { inlineEmbedder } from '../backbones/inline-embedder.ts';
import { asDiscernError, type ErrorJson, internalError } from '../base/error.ts';
import type { Runtime, Session } from '../runtime/runtime.ts';
import { decode } from './decode.ts';
import type { EmbedReply, EmbedRequest, EmbedWorkerData } from './embed-messages.ts';
import { guarded } from './native-calls.ts';
import { nodeRuntime } from './runtime.ts';

const { card, model, calls }: EmbedWorkerData = workerData;
const port = parentPort ?? fail();

/** Every native call of the runtime is counted, so that the process does not end in the middle of one. */
const runtime: Runtime = {
  load: (bytes, options) => guarded(calls, async () => guardedSession(await nodeRuntime.load(bytes, options))),
};

function guardedSession(session: Session): Session {
  return {
    inputs: session.inputs,
    outputs: session.outputs,
    run: (feeds, wanted) => guarded(calls, () => session.run(feeds, wanted)),
    dispose: () => guarded(calls, () => session.dispose()),
  };
}

/** The runtime takes no shared memory: it gets a copy, which it needs only while it loads. */
function open(): Promise<Embedder> {
  return inlineEmbedder(card, new Uint8Array(model).slice(), { decode, runtime, threads: 1 });
}

function serve(embedder: Embedder): void {
  const open = new Set<Promise<void>>();
  port.on('message', (request: EmbedRequest) => {
    if (!request) {
      Promise.all(open)
        .then(() => embedder.dispose())
        .then(() => port.close());
      return;
    }
    const answered = answer(embedder, request.id, request.encoded).finally(() => open.delete(answered));
    open.add(answered);
  });
  reply({ id: null, embedding: new Float32Array() });
}

async function answer(embedder: Embedder, id: number, encoded: Uint8Array): Promise<void> {
  await embedder.embed(encoded).then(
    (embedding) => reply({ id, embedding }),
    (error: unknown) => reply({ id, error: errorJson(error) }),
  );
}

function reply(message: EmbedReply): void {
  port.postMessage(message);
}

function errorJson(error: unknown): ErrorJson {
  return asDiscernError(error).toJSON();
}

function fail(): never {
  throw internalError('embed-worker runs only as a worker thread');
}

open().then(serve, (error: unknown) => reply({ id: null, error: errorJson(error) }));
