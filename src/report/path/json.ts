import type { RegularisationPath } from "../../optima/regularisation-path.js";

/** `wellposed/path/1`: all but the parameters and the data; numbers that are not finite as null; a document for itself. */
export function pathAsJson({ problem: _problem, schema, points, settings, elapsedMs, ...others }: RegularisationPath): string {
  const told = points.map(({ parameters: _parameters, ...point }) => point);
  return `${JSON.stringify({ schema, points: told, settings, elapsedMs, ...others }, null, 1)}\n`;
}
