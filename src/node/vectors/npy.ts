import { toNpy } from '../../base/npy.ts';
import { openAside } from '../files/aside-file.ts';
import { jsonLine } from './json-line.ts';
import type { OpenVectorFile } from './vector-file.ts';

/** A matrix [N, D] for NumPy, with `NAME.paths.jsonl` beside it: the path and label of each row. */
export const npy: OpenVectorFile = async (path, dimensions) => {
  const vectors = await openAside(path);
  const paths = await openAside(pathsBeside(path)).catch(async (thrown: unknown) => {
    await vectors.abandon();
    throw thrown;
  });
  let rows = 0;
  await vectors.append(header(rows, dimensions));
  return {
    add: async ({ vector, ...row }) => {
      rows++;
      await vectors.append(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
      await paths.append(jsonLine(row));
    },
    commit: async () => {
      await vectors.begin(header(rows, dimensions));
      await paths.commit();
      await vectors.commit();
    },
    abandon: async () => {
      await vectors.abandon();
      await paths.abandon();
    },
  };
};

/** The path of the file of paths and labels beside FILE.npy. */
export function pathsBeside(path: string): string {
  return `${path.replace(/\.npy$/i, '')}.paths.jsonl`;
}

/** The header. Its length does not depend on the number of rows, which is known only at the end. */
function header(rows: number, dimensions: number): Uint8Array {
  return toNpy({ shape: [rows, dimensions], data: new Float32Array() });
}
