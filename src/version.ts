import { readFileSync } from "node:fs";

/** The version in package.json, which lies beside the folder this file is compiled into. */
export const VERSION = (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;
