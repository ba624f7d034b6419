/**
 * The inputs of the trained part of a network for some pictures, wherever they are stored: activations at a cut, or the
 * pictures themselves.
 */
export type Activations = {
  /** [N], the class of each picture, 0 .. C - 1. */
  readonly labels: Int32Array;
  /** Shape for one picture, without the batch axis. */
  readonly shape: readonly number[];
  /**
   * Reads views of pictures in this order: [B, ...shape]. View 0 is the picture as at inference, without augmentation.
   */
  read(views: readonly PictureView[]): Promise<Float32Array>;
};

/** A view of a picture, both by number. */
export type PictureView = { readonly picture: number; readonly view: number };

/** View 0 of each picture, as at inference. */
export function plainViews(pictures: readonly number[]): PictureView[] {
  return pictures.map((picture) => ({ picture, view: 0 }));
}

/** The pictures of both sources. The numbers of the second source follow those of the first. */
export function bothActivations(first: Activations, second: Activations): Activations {
  const count = first.labels.length;
  const size = first.shape.reduce((product, side) => product * side, 1);
  return {
    labels: Int32Array.from([...first.labels, ...second.labels]),
    shape: first.shape,
    read: async (views) => {
      const all = new Float32Array(views.length * size);
      const fill = async (source: Activations, places: readonly number[], numbered: number) => {
        const wanted = places.map((place) => ({ ...views[place], picture: views[place].picture - numbered }));
        const found = await source.read(wanted);
        places.forEach((place, i) => {
          all.set(found.subarray(i * size, (i + 1) * size), place * size);
        });
      };
      const places = views.map((_, place) => place);
      await Promise.all([
        fill(
          first,
          places.filter((place) => views[place].picture < count),
          0,
        ),
        fill(
          second,
          places.filter((place) => views[place].picture >= count),
          count,
        ),
      ]);
      return all;
    },
  };
}
