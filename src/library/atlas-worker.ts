/** A worker thread of the atlas: notations in, entries out. */
import { parentPort, workerData } from "node:worker_threads";
import { type EntryOptions, entryOf } from "./atlas.js";

parentPort!.on("message", (notation: string) => parentPort!.postMessage(entryOf(notation, workerData as EntryOptions)));
