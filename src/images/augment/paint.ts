import type { Canvas } from './canvas.ts';

/** Changes the colours of a square in place. Everything random in it is drawn beforehand. */
export type Paint = (canvas: Canvas) => void;
