/** N rows sorted by class: position p holds row `rows[p]`, which is of class `classOf[p]`. */
export type ClassOrder = {
  /** [N], row indices. */
  readonly rows: Int32Array;
  /** [N], 0 .. C - 1, ascending. */
  readonly classOf: Int32Array;
  /** [C + 1], class c is at positions `starts[c]` .. `starts[c + 1] - 1`. */
  readonly starts: Int32Array;
};

/** Sorts rows by class: classes in order of first appearance, rows of a class in their order. */
export function classOrder(labels: ArrayLike<string | number>): ClassOrder {
  const numbers = numbered(labels);
  const rows = Int32Array.from(numbers, (_, i) => i).sort((a, b) => numbers[a] - numbers[b] || a - b);
  const classOf = rows.map((row) => numbers[row]);
  const starts = Int32Array.from([...classOf.keys()].filter((p) => p === 0 || classOf[p] !== classOf[p - 1]));
  return { rows, classOf, starts: Int32Array.of(...starts, labels.length) };
}

/** [C], the number of rows of each class. */
export function classSizes({ starts }: ClassOrder): Int32Array {
  return Int32Array.from({ length: starts.length - 1 }, (_, c) => starts[c + 1] - starts[c]);
}

function numbered(labels: ArrayLike<string | number>): Int32Array {
  const numbers = new Map<string | number, number>();
  return Int32Array.from(labels, (label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}
