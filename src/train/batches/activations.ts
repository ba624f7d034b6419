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

/** The pictures of both, those of the second numbered on. */
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
