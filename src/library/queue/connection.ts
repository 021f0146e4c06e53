/** The way to the server of a queue: Redis or Valkey, by the optional packages bullmq and ioredis. */
import type * as Bullmq from "bullmq";
import type { Redis } from "ioredis";
import { Fault, ioReason, quote } from "../../pattern/fault.js";
import { VERSION } from "../../version.js";

export interface QueueAddress {
  /** `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS. */
  readonly url: string;
  /** Runs and workers of one name belong together. */
  readonly name: string;
}

export interface Connection {
  readonly bullmq: typeof Bullmq;
  readonly client: Redis;
  /** The name of the queue on the server. Another version may judge otherwise, so its workers look elsewhere. */
  readonly queue: string;
  /** The address without its password. */
  readonly shown: string;
  close(): void;
}

/** How long the server may take to answer at first, and between two tries when it is lost later. */
const FIRST_ANSWER_MS = 5000;
const MOST_PAUSE_MS = 2000;

/**
 * Connects to the server. A connection lost later is made again, for as long as it takes; `onNote` is told.
 * @throws Fault of kind `usage` when the packages are not installed or the address is none, of kind `io` when no server answers
 */
export async function connect({ url, name }: QueueAddress, option: string, onNote: (line: string) => void): Promise<Connection> {
  const shown = withoutPassword(url, option);
  if (!/^[\w.-]+$/.test(name)) throw new Fault("usage", { place: "--queue-name", expected: "letters, digits and any of _ . -", found: quote(name) });
  const { bullmq, Redis } = await packages(option);
  let answered = false;
  const client = new Redis(url, {
    lazyConnect: true,
    // As BullMQ wants it: commands wait for the server to come back.
    maxRetriesPerRequest: null,
    connectTimeout: FIRST_ANSWER_MS,
    retryStrategy: (tries) => (answered ? Math.min(100 * tries, MOST_PAUSE_MS) : null),
  });
  let reason: unknown;
  let lost = false;
  client.on("error", (error) => {
    reason = error;
    if (answered && !lost) onNote(`${shown}: connection lost (${ioReason(error)}), trying again`);
    lost = true;
  });
  client.on("ready", () => {
    if (answered && lost) onNote(`${shown}: connected again`);
    lost = false;
  });
  try {
    await client.connect();
    await client.ping();
    answered = true;
  } catch (error) {
    client.disconnect();
    throw new Fault("io", { place: option, expected: "a Redis or Valkey server that answers", found: ioReason(reason ?? error) }, shown);
  }
  return { bullmq, client, queue: `${name}-${VERSION}`, shown, close: () => client.disconnect() };
}

function withoutPassword(text: string, option: string): string {
  const fault = (): Fault => new Fault("usage", { place: option, expected: "redis://host[:port][/database], or rediss://", found: quote(text.replace(/\/\/.*@/, "//")) });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw fault();
  }
  if (!["redis:", "rediss:"].includes(url.protocol) || url.hostname === "") throw fault();
  return `${url.protocol}//${url.host}${url.pathname}`;
}

async function packages(option: string): Promise<{ bullmq: typeof Bullmq; Redis: typeof Redis }> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { bullmq, Redis };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Fault("usage", { place: option, expected: "the packages bullmq and ioredis (npm install bullmq ioredis)", found: "no such package" });
  }
}
