// What is kept of a Figma file: for whom, how much, and how long.
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { connectAccount } from "../../connections/support/account.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { sandbox } from "../../support/sandbox.ts";
import { spy } from "../../support/spy.ts";
import { createFile, createKeptFile } from "./support/kept-file.ts";

resetBeforeEach();

const figma = sandbox("figma");

let file = createKeptFile();
beforeEach(() => {
  file = createKeptFile();
});

test("a file is read once for each depth and set of nodes, in whatever order they are named", async () => {
  const account = await connectAccount("figma");
  await file.script({ body: createFile("Plan") }, 100);
  const first = await file.read(account, "ids=1:2,1:10");
  for (const query of ["ids=1:10,1:2", "ids=1:2,1:10,1:2&depth=2", "ids=,1:2,1:10&refresh=false"])
    expect((await file.read(account, query)).json).toEqual(first.json);
  for (const query of ["", "depth=2&ids=", "depth=2", "depth=1", "depth=1"])
    expect((await file.read(account, query)).json).toEqual(first.json);
  expect(first.json).toEqual({ ...createFile("Plan"), components: {}, componentSets: {}, styles: {} });
  const asked = (await file.listRequests()).map(({ query }) => query);
  expect(asked).toEqual([{ depth: "2", ids: "1:10,1:2" }, { depth: "2" }, { depth: "1" }]);
});

test("it is kept sealed for a day, in one read; a miss takes two writes more, and KMS is not asked", async () => {
  const account = await connectAccount("figma");
  await file.script(
    { body: createFile("Secret plan", { children: Array(100).fill({ id: "1:1", name: "Secret plan" }) }) },
    100,
  );
  await file.asksFigma(account, "depth=1");
  const count = async () =>
    (await spy.during(() => file.read(account), "figma-read-file")).filter(
      (call) => call !== "dynamodb UpdateItem owner#",
    );
  const look = "dynamodb BatchGetItem owner# owner# cache# cache# cache# cache#";
  expect(await count()).toEqual([look, "dynamodb UpdateItem cache#", "dynamodb PutItem cache#"]);
  expect(await count()).toEqual([look]);
  const rows = await file.listRows(account);
  expect(rows.map(({ sk }) => sk?.S)).toEqual([`file:${file.key}:depth-1`, `file:${file.key}:depth-2`]);
  const left = Number(rows[1]?.expiresAt?.N) - Date.now() / 1000;
  expect([left > 86_300, left <= 86_401, rows[1]?.ttl?.N === rows[1]?.expiresAt?.N]).toEqual([true, true, true]);
  expect(JSON.stringify({ ...rows[1], content: "" })).not.toContain("Secret");
  expect(Buffer.from(rows[1]?.content?.B ?? []).includes("Secret")).toBe(false);
});

test("refresh=true reads it anew, for the next reader too", async () => {
  const account = await connectAccount("figma");
  await file.script({ body: createFile("Old") });
  await file.script({ body: createFile("New") }, 100);
  expect((await file.read(account)).json).toMatchObject({ name: "Old" });
  expect((await file.read(account, "refresh=true")).json).toMatchObject({ name: "New" });
  expect((await file.read(account)).json).toMatchObject({ name: "New" });
  expect(await file.listRequests()).toHaveLength(2);
  expect(await file.read(account, "refresh=perhaps")).toMatchObject({ status: 400, json: { field: "refresh" } });
});

test("nobody is answered with what another has kept", async () => {
  const [owner, other] = [await connectAccount("figma"), await connectAccount("figma")];
  await file.script({ body: createFile("Mine") }, 100);
  await file.asksFigma(owner);
  expect(await file.asksFigma(other)).toBe(true);
  const { id } = await owner.readStored();
  expect(await file.read(other, `account=${id}`)).toMatchObject({ status: 404, json: { code: "not_connected" } });
  await figma.forgetScripts();
  await file.script({ status: 404 }, 9);
  const stranger = await connectAccount("figma");
  expect((await file.read(stranger)).status).toBe(404);
  expect(await file.asksFigma(owner)).toBe(false);
});

test("nothing is answered once the connection has ended, and a disconnect removes all of it", async () => {
  const account = await connectAccount("figma");
  await file.script({ body: createFile("Mine") }, 100);
  for (const query of ["", "depth=1", "ids=1:1"]) await file.asksFigma(account, query);
  const { id } = await account.readStored();
  expect(await file.listRows(account)).toHaveLength(3);
  await account.change({ status: "reconnect_needed" });
  expect(await file.read(account)).toMatchObject({ status: 409, json: { code: "reconnect_required" } });
  await account.user.delete("/api/integrations/figma");
  expect(await file.read(account)).toMatchObject({ status: 404, json: { code: "not_connected" } });
  expect(await file.listRows(account, id)).toEqual([]);
});

describe("a file that is too large to be kept", () => {
  /** Bytes that do not compress. */
  const large = () => ({ text: randomBytes(1_500_000).toString("base64") });

  test("is answered, and asked for each time", async () => {
    const account = await connectAccount("figma");
    await file.script({ body: createFile("Large", large()) }, 100);
    expect([await file.asksFigma(account), await file.asksFigma(account)]).toEqual([true, true]);
    expect((await file.listRows(account)).filter(({ content }) => content !== undefined)).toEqual([]);
  });

  test("leaves nothing of when it was smaller", async () => {
    const account = await connectAccount("figma");
    await file.script({ body: createFile("Small") });
    await file.script({ body: createFile("Large", large()) });
    await file.script({ body: createFile("Last") }, 100);
    const names = [];
    for (const query of ["", "", "refresh=true", ""])
      names.push(((await file.read(account, query)).json as { name: string }).name);
    expect(names).toEqual(["Small", "Small", "Large", "Last"]);
  });

  test("of more than 5 MB is refused, with what to ask for instead", async () => {
    const account = await connectAccount("figma");
    await file.script({ body: createFile("Small") });
    await file.script({ body: createFile("Huge", { text: "x".repeat(5_100_000) }) });
    await file.script({ body: createFile("Last") }, 100);
    await file.asksFigma(account);
    const refused = await file.read(account, "refresh=true");
    expect(refused).toMatchObject({ status: 413, json: { code: "payload_too_large" } });
    expect((refused.json as { detail: string }).detail).toMatch(/depth.*ids/);
    expect((await file.read(account)).json).toMatchObject({ name: "Last" });
  });
});

test.each([
  [404, 404, true],
  [403, 403, true],
  [500, 503, false],
  [429, 429, false],
])("after Figma refuses a refresh with %i, what is kept is gone or not", async (status, shown, isGone) => {
  const account = await connectAccount("figma");
  await file.script({ body: createFile("Kept") });
  await file.script({ status, body: { err: "Not exported" } }, 3);
  await file.asksFigma(account);
  expect((await file.read(account, "refresh=true")).status).toBe(shown);
  await figma.forgetScripts();
  await file.script({ body: createFile("Anew") }, 100);
  expect((await file.read(account)).json).toMatchObject({ name: isGone ? "Anew" : "Kept" });
});

test("many questions about nodes keep sixteen answers, and each gets its own", async () => {
  const account = await connectAccount("figma");
  const names = Array.from({ length: 24 }, (_, at) => `1:${at}`);
  for (const name of names) {
    await file.script({ body: createFile(name) });
    expect((await file.read(account, `ids=${name}`)).json).toMatchObject({ name });
  }
  expect((await file.listRows(account)).length).toBeLessThanOrEqual(16);
  for (const name of names) {
    await file.script({ body: createFile(name) });
    expect((await file.read(account, `ids=${name}`)).json).toMatchObject({ name });
    await figma.forgetScripts();
  }
});

test("readers at once ask Figma once", async () => {
  const account = await connectAccount("figma");
  await file.script({ body: createFile("Plan"), delayMs: 500 }, 9);
  const answers = await Promise.all(Array.from({ length: 5 }, () => file.read(account)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await file.listRequests()).toHaveLength(1);
});
