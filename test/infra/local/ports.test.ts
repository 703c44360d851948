import { expect, test } from "vitest";
import { blockedPorts } from "../../../infra/local/blocked-ports.ts";
import { listen } from "../../../infra/local/http-server.ts";
import { computePorts, findFreePort, readPortBase, refuseTakenPorts } from "../../../infra/local/ports.ts";

test("names the taken port, its purpose and the remedy in one sentence", async () => {
  const other = await listen((_, answer) => answer.end(), 0);
  const port = Number(new URL(other.url).port);
  await expect(refuseTakenPorts({ ...computePorts(port), origin: port })).rejects.toMatchObject({
    name: "Refusal",
    message: `Port ${port} (origin) is already in use: stop what listens there, or choose other ports with PATCHBAY_PORT_BASE=${port + 1000}.`,
  });
  await other.close();
});

test("suggests no ports that browsers block", async () => {
  const other = await listen((_, answer) => answer.end(), 0);
  const port = Number(new URL(other.url).port);
  const ports = { ...computePorts(5000), identityProvider: port };
  await expect(refuseTakenPorts(ports)).rejects.toMatchObject({
    message: expect.stringContaining("PATCHBAY_PORT_BASE=6100."),
  });
  await other.close();
});

test("gives no port two purposes", () => {
  const ports = Object.values(computePorts(4400));
  expect(new Set(ports).size).toBe(ports.length);
});

test("gives different ports to two clouds a thousand ports apart", () => {
  const both = [...Object.values(computePorts(4400)), ...Object.values(computePorts(5400))];
  expect(new Set(both).size).toBe(both.length);
});

test("takes the base from the environment", () => {
  expect(readPortBase(4400, { PATCHBAY_PORT_BASE: "7400" })).toBe(7400);
});

test.each(["x", "80", "70000", "4400.5"])("refuses %s as a base", (text) => {
  expect(() => readPortBase(4400, { PATCHBAY_PORT_BASE: text })).toThrow(expect.objectContaining({ name: "Refusal" }));
});

test.each([
  ["6000", "origin", 6000, 6100],
  ["5060", "origin", 5060, 5160],
  ["5999", "identityProvider", 6000, 6099],
  ["6652", "figma", 6666, 6752],
  ["10050", "emulator", 10_080, 10_150],
])("refuses %s as a base, since browsers block the port of %s", (text, purpose, port, better) => {
  expect(() => readPortBase(4400, { PATCHBAY_PORT_BASE: text })).toThrow(
    `PATCHBAY_PORT_BASE=${text} puts "${purpose}" on port ${port}, which browsers refuse to open. Choose another base, such as ${better}.`,
  );
  expect(readPortBase(4400, { PATCHBAY_PORT_BASE: String(better) })).toBe(better);
});

test("blocks the ports that the platform's own fetch blocks, and no others near them", async () => {
  const failures = await Promise.all(
    [...blockedPorts]
      .flatMap((port) => [port - 1, port, port + 1])
      .map(async (port) => {
        const error: unknown = await fetch(`http://127.0.0.1:${port}/`).catch((cause: unknown) => cause);
        const isBlocked = error instanceof Error && String(Object(error.cause).message).includes("bad port");
        return [port, isBlocked] as const;
      }),
  );
  expect(failures.filter(([port, isBlocked]) => isBlocked !== blockedPorts.has(port))).toEqual([]);
});

test("finds a free port outside the system's ephemeral range, and skips taken ones", async () => {
  const taken = await listen((_, answer) => answer.end(), await findFreePort());
  const offset = Number(new URL(taken.url).port) - 20_000;
  const picks = [offset, offset, 9999 - offset];
  const found = await findFreePort(() => picks.shift() ?? 0);
  expect(found).toBe(29_999 - offset);
  await taken.close();
});

test("reports that every port is taken", async () => {
  const taken = await listen((_, answer) => answer.end(), await findFreePort());
  const offset = Number(new URL(taken.url).port) - 20_000;
  await expect(findFreePort(() => offset)).rejects.toMatchObject({ name: "Refusal" });
  await taken.close();
});
