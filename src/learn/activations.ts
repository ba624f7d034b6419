/**
 * What a network, or the part of it that learns, is given of some pictures, wherever it is kept: activations at a cut,
 * or the pictures themselves.
 */
export type Activations = {
  /** [N], the class of each picture, 0 .. C - 1. */
  readonly labels: Int32Array;
  /** Of one picture, without the batch. */
  readonly shape: readonly number[];
  /** Views of pictures, one after the other, [B, ...shape]. View 0 is the picture as it is in use. */
  read(views: readonly PictureView[]): Promise<Float32Array>;
};

/** A view of a picture, by their numbers. */
export type PictureView = { readonly picture: number; readonly view: number };

/** Pictures as they are in use. */
export function plainViews(pictures: readonly number[]): PictureView[] {
  return pictures.map((picture) => ({ picture, view: 0 }));
}
