/** A folder: the number of pictures directly in it, the number at any depth, and its subfolders by name. */
export type FolderNode = {
  readonly direct: number;
  readonly all: number;
  readonly folders: ReadonlyMap<string, FolderNode>;
};

type Growing = { direct: number; all: number; readonly folders: Map<string, Growing> };

/** The tree of folders built from the relative paths (separated by `/`) of pictures and folders. */
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

/** The subfolders that hold pictures at any depth, with their names. */
export function filledFolders({ folders }: FolderNode): [string, FolderNode][] {
  return [...folders].filter(([, { all }]) => all > 0);
}

/** Whether most pictures lie in subfolders, as in a part; in a class most lie directly in the folder. */
export function holdsFolders({ direct, all }: FolderNode): boolean {
  return all - direct > direct;
}

/** The nodes from the root along the steps; missing nodes are created. */
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
