import { connect, createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPgConnection } from "../../../lib/mcp/database/pg-connection.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

let server: TestServer;
let between: Server;
let port: number;
let received = 0;

// Counts what the server sends.
beforeAll(async () => {
  server = await startTestServer(undefined);
  between = createServer((client) => {
    const upstream = connect(server.login.port, server.login.host);
    upstream.on("data", (chunk) => {
      received += chunk.length;
    });
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
    client.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  const address = between.address();
  port = typeof address === "object" ? Number(address?.port) : 0;
});

afterAll(async () => {
  between.close();
  await server.stop();
});

test("a cell larger than the answer may be is not taken in until it is there as a whole", async () => {
  const connection = await openPgConnection({ ...server.login, port }, 5000);
  const reading = connection.read("select repeat('x', 200000000)", 10_000);
  await expect(reading).rejects.toMatchObject({ reason: "too_large" });
  expect(connection.isUsable()).toBe(false);
  // What was under way in the sockets' buffers.
  expect(received).toBeLessThan(20_000_000);
});

test("rows are not taken in beyond what the answer may be", async () => {
  received = 0;
  const connection = await openPgConnection({ ...server.login, port }, 5000);
  const reading = connection.read("select repeat('x', 1000) from generate_series(1, 200000)", 10_000);
  await expect(reading).rejects.toMatchObject({ reason: "too_large" });
  expect(received).toBeLessThan(20_000_000);
});

test("an address where nothing listens, and a wrong password, are unreachable", async () => {
  const nowhere = openPgConnection({ ...server.login, port: 9 }, 2000);
  await expect(nowhere).rejects.toMatchObject({ reason: "unreachable" });
  const stranger = openPgConnection({ ...server.login, password: "obviously-wrong" }, 2000);
  await expect(stranger).rejects.toMatchObject({ reason: "unreachable", sqlState: "28P01" });
});

test("a server without TLS gets no password where TLS is demanded", async () => {
  const plain = openPgConnection({ ...server.login, ssl: { rejectUnauthorized: true } }, 2000);
  await expect(plain).rejects.toMatchObject({ reason: "unreachable" });
});
