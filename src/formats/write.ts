/**
 * All writers in one place.
 */
export { writeDot } from "./dot.js";
export { writeGraphlibJson } from "./graphlib-json.js";
export { writePatternJson } from "./pattern-json.js";
