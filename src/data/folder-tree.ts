/** A folder and what lies in it: how many pictures directly, and how many below it in all. */
export type FolderNode = {
  readonly direct: number;
  readonly all: number;
  readonly folders: ReadonlyMap<string, FolderNode>;
};

type Growing = { direct: number; all: number; readonly folders: Map<string, Growing> };

/** The tree of folders that these pictures and folders, as relative paths separated by `/`, make together. */
export function folderTree(pictures: readonly string[], folders: readonly string[]): FolderNode {
  const root: Growing = emptyNode();
  for (const folder of folders) stepsTo(root, folder.split('/'));
  for (const picture of pictures) {
    const way = stepsTo(root, picture.split('/').slice(0, -1));
    for (const node of way) node.all++;
    way[way.length - 1].direct++;
  }
  return root;
}

/** The folders inside that hold pictures, however deep, by name. */
export function filledFolders({ folders }: FolderNode): [string, FolderNode][] {
  return [...folders].filter(([, { all }]) => all > 0);
}

/** Whether most of its pictures lie in folders of it, as those of a part do; those of a class lie in it. */
export function holdsFolders({ direct, all }: FolderNode): boolean {
  return all - direct > direct;
}

/** The nodes from the root on along the steps, made where they are not there yet. */
function stepsTo(root: Growing, steps: readonly string[]): Growing[] {
  const way = [root];
  for (const step of steps) {
    const { folders } = way[way.length - 1];
    const known = folders.get(step) ?? emptyNode();
    folders.set(step, known);
    way.push(known);
  }
  return way;
}

function emptyNode(): Growing {
  return { direct: 0, all: 0, folders: new Map() };
}
