import { expect, test } from "vitest";
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
