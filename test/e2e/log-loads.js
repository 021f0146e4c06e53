/** A module loader that names every module it loads on stderr. */
export async function load(url, context, next) {
  process.stderr.write(`${url}\n`);
  return next(url, context);
}
