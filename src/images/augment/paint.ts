import type { Canvas } from './canvas.ts';

/** Changes the colours of a square in place. All its random numbers are drawn beforehand. */
export type Paint = (canvas: Canvas) => void;
