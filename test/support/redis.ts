/** A Redis or Valkey server of its own for a test: on loopback, on a free port, with nothing on disk. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onPath } from "./programs.js";

/** The server's program, when there is one. */
export const REDIS: string | undefined = ["redis-server", "valkey-server"].find(onPath);

export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<TestServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "wellposed-redis-"));
  const server = spawn(REDIS!, ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]);
  await ready(server);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      const ended = new Promise((done) => server.once("close", done));
      server.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    let said = "";
    server.stdout!.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Ready to accept connections")) done();
    });
    server.once("close", () => failed(new Error(`the server ended: ${said}`)));
  });
}
