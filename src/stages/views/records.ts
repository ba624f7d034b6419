import { internalError } from '../../base/error.ts';
import { fromFloat16, toFloat16 } from '../../base/float16.ts';
import type { Storage } from '../../base/storage.ts';

/**
 * A port: records of numbers, all of one length, kept in half precision. They hold activations, which are written once,
 * in order, and read at random. Close it.
 */
export interface Records {
  /** How many whole records, from the first on, were there when it was opened. */
  readonly present: number;
  /** Writes records from number `first` on. Throws `disk` where there is no room. */
  write(first: number, numbers: Float32Array): Promise<void>;
  /** The records of these numbers, one after the other, as float32. Throws `internal` where one was never written. */
  read(records: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Opens the records of a name, each of `length` numbers. They are empty where the name is new. */
export type OpenRecords = (name: string, length: number) => Promise<Records>;

/** Records of one write: one member of the storage. */
type Piece = { readonly name: string; readonly first: number; readonly count: number };

/**
 * Records in any storage: every write is a member `NAME.FIRST-COUNT`. Where a file can be read at any place, as in
 * Node, one file is quicker.
 */
export function recordsIn(storage: Storage): OpenRecords {
  return async (name, length) => {
    const pieces = (await storage.list()).flatMap((member) => pieceNamed(member, name));
    return {
      present: endOf(pieces),
      write: async (first, numbers) => {
        const count = numbers.length / length;
        const piece = { name: `${name}.${first}-${count}`, first, count };
        const halves = toFloat16(numbers);
        await storage.write(piece.name, new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength));
        pieces.push(piece);
      },
      read: async (records) => {
        const numbers = new Float32Array(records.length * length);
        const reads = records.map(async (record, i) => {
          const { name: member, first } = holderOf(pieces, record);
          const bytes = (await storage.read(member)).slice();
          const halves = new Uint16Array(bytes.buffer, 2 * length * (record - first), length);
          fromFloat16(halves, numbers.subarray(i * length, (i + 1) * length));
        });
        await Promise.all(reads);
        return numbers;
      },
      close: async () => undefined,
    };
  };
}

function pieceNamed(member: string, name: string): Piece[] {
  const [, first, count] = member.slice(name.length).match(/^\.(\d+)-(\d+)$/) ?? [];
  if (!member.startsWith(name) || first === undefined) return [];
  return [{ name: member, first: Number(first), count: Number(count) }];
}

/** Records that follow each other from the first on. */
function endOf(pieces: readonly Piece[]): number {
  const inOrder = pieces.toSorted((a, b) => a.first - b.first);
  return inOrder.reduce((end, { first, count }) => (first <= end ? Math.max(end, first + count) : end), 0);
}

function holderOf(pieces: readonly Piece[], record: number): Piece {
  const found = pieces.findLast(({ first, count }) => first <= record && record < first + count);
  if (!found) throw internalError(`record ${record} was never written`);
  return found;
}
