import { DiscernError } from '../../base/error.ts';
import { sha256 } from '../../base/hash.ts';
import type { Tensor } from '../../runtime/runtime.ts';

/** Tensors by name, and text metadata by name. */
export type TensorFile = {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
};

type Entry = {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
};

/** The first bytes of the header, right after its length. */
const opening = '{"__metadata__":{"sha256":"';

/** A placeholder of zeros, used while the hash is computed. */
const noHash = '0'.repeat(64);

const hashPlace = [8 + opening.length, 8 + opening.length + noHash.length];

/**
 * Writes a `.safetensors` file (https://github.com/huggingface/safetensors): the length of a JSON header, the header,
 * the raw little-endian tensors. The metadata entry `sha256` seals the file. It is computed with zeros in its own
 * place: the hash of the hashes of all parts, in order.
 */
export async function toSafetensors({ tensors, metadata }: TensorFile): Promise<Uint8Array> {
  const header: Record<string, unknown> = { __metadata__: { sha256: noHash, ...metadata } };
  let end = 0;
  for (const [name, { type, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: type === 'float32' ? 'F32' : 'I64', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + 8 * Math.ceil(text.length / 8);
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  let at = start;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return withHash(bytes, await sealOf(bytes));
}

/** Reads a file that `toSafetensors` wrote. Throws `truncated` where it is cut short or changed. */
export async function fromSafetensors(bytes: Uint8Array): Promise<TensorFile> {
  const [from, to] = hashPlace;
  const hash = new TextDecoder().decode(bytes.subarray(from, to));
  if (hash !== (await sealOf(withHash(bytes.slice(), noHash)))) throw damaged();
  const start = 8 + Number(viewOf(bytes).getBigUint64(0, true));
  const { __metadata__, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const metadata: Readonly<Record<string, string>> = __metadata__;
  const entries: Readonly<Record<string, Entry>> = header;
  const tensors = Object.entries(entries).map(([name, entry]) => [name, tensorAt(bytes, start, entry)]);
  return { tensors: Object.fromEntries(tensors), metadata };
}

/** Bytes hashed in one call. Web Crypto copies what it hashes, and a copy of a whole state may be gigabytes. */
const partBytes = 2 ** 24;

async function sealOf(bytes: Uint8Array): Promise<string> {
  const hashes: string[] = [];
  for (let at = 0; at < bytes.length; at += partBytes) hashes.push(await sha256(bytes.subarray(at, at + partBytes)));
  return sha256(new TextEncoder().encode(hashes.join('')));
}

/** Writes the hash into its place, changing the bytes. Bytes that end before that place stay unchanged. */
function withHash(bytes: Uint8Array, hash: string): Uint8Array {
  if (bytes.length >= hashPlace[1]) bytes.set(new TextEncoder().encode(hash), hashPlace[0]);
  return bytes;
}

function tensorAt(bytes: Uint8Array, start: number, { dtype, shape, data_offsets: [from, to] }: Entry): Tensor {
  const { buffer } = bytes.slice(start + from, start + to);
  if (dtype === 'I64') return { type: 'int64', shape, data: new BigInt64Array(buffer) };
  return { type: 'float32', shape, data: new Float32Array(buffer) };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function damaged(): DiscernError {
  return new DiscernError('truncated', 'the checkpoint is damaged', {
    given: 'a checkpoint that was cut short or changed',
    expected: 'the bytes that training wrote',
    todo: 'train again from the beginning',
  });
}
