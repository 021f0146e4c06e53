/** A module loader for which the optional packages of the queue are not installed. */
export async function resolve(specifier, context, next) {
  if (specifier === "bullmq" || specifier === "ioredis") throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: "ERR_MODULE_NOT_FOUND" });
  return next(specifier, context);
}
