import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the repository: its path from the root, with `/`, and what it holds. */
export type RepositoryFile = { readonly path: string; readonly text: string };

/** The repository's root. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Every path that git tracks or would track. */
export function repositoryPaths(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  return listed
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .sort();
}

/** Every text file among them. */
export function repositoryFiles(): readonly RepositoryFile[] {
  return repositoryPaths()
    .filter((path) =>
      /(^|[/.])(cjs|css|csv|html|js|json|jsonl|md|mjs|npmrc|py|run|sh|ts|tsv|txt|ya?ml|[A-Z]+)$/.test(path),
    )
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The TypeScript files of src/. */
export function sourceFiles(): readonly RepositoryFile[] {
  return repositoryFiles().filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts'));
}

/** What a file imports, exports from, or loads by URL, as written. */
export function importsOf({ text }: RepositoryFile): readonly string[] {
  const statements = /(?:^|\n)\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]/g;
  const bare = /(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  const byUrl = /new URL\(\s*['"](\.{1,2}\/[^'"]+\.[jt]s)['"]/g;
  return [statements, bare, dynamic, byUrl].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]));
}

/** The path, from the root, of a relative import. */
export function resolved({ path }: RepositoryFile, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}
