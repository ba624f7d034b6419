import { heatColours } from '../../evaluate/report/explanations.ts';
import type { CellGrid } from '../../recognise/region.ts';
import type { Square } from './seen-picture.ts';

/** How strongly the strongest cell is coloured, 0..1. */
const mostOpaque = 0.78;
/** Share of grey, and of white, in a picture below the colours. */
const faded = { grey: 0.75, white: 0.3 } as const;

/**
 * A picture in pale grey, with the evidence of its cells as colours over it: the stronger, the more opaque, relative to
 * the strongest cell. Between the centres of cells it is interpolated.
 */
export function heated({ sidePx, data }: Square, evidence: CellGrid): Square {
  const most = evidence.flat().reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const result = new Uint8Array(data.length);
  const [pro, contra] = [rgb(heatColours.pro), rgb(heatColours.contra)];
  for (let y = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++) {
      const value = between(evidence, (y + 0.5) / sidePx, (x + 0.5) / sidePx) / most;
      const opacity = mostOpaque * Math.min(1, Math.abs(value)) ** 1.2;
      const colour = value > 0 ? pro : contra;
      const at = 3 * (y * sidePx + x);
      const grey = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
      for (let c = 0; c < 3; c++) {
        const paled = faded.grey * grey + (1 - faded.grey) * data[at + c];
        const ground = (1 - faded.white) * paled + faded.white * 255;
        result[at + c] = Math.round((1 - opacity) * ground + opacity * colour[c]);
      }
    }
  }
  return { sidePx, data: result };
}

/** The evidence at a place (0..1 from the top, 0..1 from the left), bilinear between the centres of cells. */
function between(evidence: CellGrid, down: number, across: number): number {
  const [top, bottom, v] = neighbours(down, evidence.length);
  const [left, right, h] = neighbours(across, evidence[0].length);
  const along = (row: readonly number[]) => (1 - h) * row[left] + h * row[right];
  return (1 - v) * along(evidence[top]) + v * along(evidence[bottom]);
}

function neighbours(place: number, count: number): readonly [number, number, number] {
  const at = Math.min(count - 1, Math.max(0, place * count - 0.5));
  const first = Math.floor(at);
  return [first, Math.min(count - 1, first + 1), at - first];
}

function rgb(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
