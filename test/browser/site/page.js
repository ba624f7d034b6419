// What somebody's page would hold: the library and ONNX Runtime Web by their names.
import * as discern from 'discern';
import * as ort from 'onnxruntime-web/wasm';
import { lesson } from '../lesson.ts';

const threads = Number(new URL(location.href).searchParams.get('threads'));
// The bundler's copy of ONNX Runtime serves one thread; more take it from where it lies by itself.
const options = threads === 1 ? {} : { threads, wasmPaths: new URL('ort/', location.href).href };
const losses = await lesson(discern, discern.webRuntime(ort, options));
const { crossOriginIsolated } = globalThis;
document.querySelector('output').textContent = JSON.stringify({ losses, crossOriginIsolated });
