/** A worker thread of `classify`: jobs in, outcomes out. */
import { parentPort, workerData } from "node:worker_threads";
import type { Job } from "./job.js";
import { Judge, type JudgeSettings } from "./judge.js";

const judge = new Judge(workerData as JudgeSettings);
parentPort!.on("message", async (job: Job) => parentPort!.postMessage(await judge.judge(job)));
