import { openAside } from '../files/aside-file.ts';
import { jsonLine } from './json-line.ts';
import type { OpenVectorFile } from './vector-file.ts';

/** One line per row: `{ "path", "label", "vector" }`. */
export const jsonl: OpenVectorFile = async (path) => {
  const file = await openAside(path);
  return {
    add: ({ vector, ...row }) => file.append(jsonLine({ ...row, vector: Array.from(vector, shortest) })),
    commit: file.commit,
    abandon: file.abandon,
  };
};

/** Nine digits distinguish any two float32 numbers; printed as float64 they would take up to seventeen. */
function shortest(value: number): number {
  return Number(value.toPrecision(9));
}
