import process from 'node:process';
import type { Runtime, Session } from '../../runtime/runtime.ts';
import { nodeRuntime } from '../runtime.ts';

/**
 * Memory shared by all threads that keeps the process alive while worker threads are inside native code: ending a
 * thread there aborts the process (onnxruntime-node throws through its own C++ frames). Number 0 counts the running
 * calls. Number 1 is 1 when no new call may start.
 */
export type NativeCalls = SharedArrayBuffer;

const running = 0;
const closed = 1;
const longestWaitMs = 5000;

/** New memory for `guarded` and `holdExit`. The worker threads get it as part of their data. */
export function nativeCalls(): NativeCalls {
  return new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
}

/** Runs one native call. When the process is ending, the call never starts and the promise never settles. */
export async function guarded<Result>(calls: NativeCalls, work: () => Promise<Result>): Promise<Result> {
  const state = new Int32Array(calls);
  Atomics.add(state, running, 1);
  // Count first, then ask: in the other order the process could end in between.
  const ending = Atomics.load(state, closed) === 1;
  try {
    if (!ending) return await work();
  } finally {
    Atomics.sub(state, running, 1);
    Atomics.notify(state, running);
  }
  return new Promise(() => {});
}

/** ONNX Runtime for a worker thread. It counts every native call, so that the process does not end inside one. */
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

/** Makes `process.exit` wait for the running calls, at most some seconds. Gives the function that undoes this. */
export function holdExit(calls: NativeCalls): () => void {
  const wait = () => waitUntilIdle(new Int32Array(calls));
  process.once('exit', wait);
  return () => process.removeListener('exit', wait);
}

function waitUntilIdle(state: Int32Array): void {
  Atomics.store(state, closed, 1);
  const end = performance.now() + longestWaitMs;
  for (let count = Atomics.load(state, running); count > 0 && performance.now() < end; ) {
    Atomics.wait(state, running, count, end - performance.now());
    count = Atomics.load(state, running);
  }
}
