/** Where a code host looks for a file: relative to the root of the repository, with slashes, the same from whatever folder and by whatever name it was given. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { isInline } from "../formats/inline.js";

/**
 * @param root the folder that paths start from, without it the working directory; files outside of it keep their whole path
 * @returns undefined where a pattern was written in place of a file
 */
export function repositoryPath(source: string, root = process.cwd()): string | undefined {
  if (isInline(source)) return undefined;
  const path = relative(root, resolve(source));
  const isOutside = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  return (isOutside ? resolve(source) : path).replaceAll(sep, "/");
}
