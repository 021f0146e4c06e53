import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { DEFAULT_QUEUE } from "../../../src/library/queue/batch.js";
import { connect } from "../../../src/library/queue/connection.js";
import { REDIS, startRedis } from "../../support/redis.js";

const trying = (url: string, name = DEFAULT_QUEUE) => connect({ url, name }, "--queue", () => undefined);

describe("the way to the server", () => {
  test("an address that is none is refused, without its password", async () => {
    for (const url of ["", "localhost:6379", "http://localhost", "redis://", "redis:localhost"]) await expect(trying(url)).rejects.toMatchObject({ kind: "usage", place: "--queue" });
    await expect(trying("http://me:secret@host")).rejects.not.toThrow("secret");
  });

  test("so is a name that is none", async () => {
    await expect(trying("redis://127.0.0.1:1", "a:b")).rejects.toMatchObject({ kind: "usage", place: "--queue-name" });
  });

  test("no server, or one that is something else, is a fault of kind io in one line, without the password", async () => {
    const absent = trying("redis://me:secret@127.0.0.1:1");
    await expect(absent).rejects.toMatchObject({ kind: "io", file: "redis://127.0.0.1:1" });
    await expect(absent).rejects.not.toThrow("secret");
    const other = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const { port } = other.address() as { port: number };
    await expect(trying(`redis://127.0.0.1:${port}`)).rejects.toMatchObject({ kind: "io" });
    other.close();
  });

  test.skipIf(REDIS === undefined)("a server that answers is connected to", async () => {
    const server = await startRedis();
    const connection = await trying(server.url);
    expect(await connection.client.ping()).toBe("PONG");
    connection.close();
    await server.stop();
  });
});
