// Events that empty what is kept of a Figma file.
import { beforeEach, describe, expect, test } from "vitest";
import { connectAccount } from "../../connections/support/account.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { startWorker } from "../../webhooks/support/provider-worker.ts";
import { connectInTenant, createFile, createFileEvent, createKeptFile } from "./support/kept-file.ts";

resetBeforeEach();

let file = createKeptFile();
beforeEach(() => {
  file = createKeptFile();
});

describe.each([false, true])("with autoSync %s", (autoSync) => {
  test("each event of a file empties all that is kept of it, in its tenant, and of no other file", async () => {
    const [owner, colleague, elsewhere] = [
      await connectAccount("figma"),
      await connectAccount("figma"),
      await connectInTenant("umbrella"),
    ];
    await owner.user.put("/api/integrations/figma/settings", { autoSync });
    await file.script({ body: createFile("Plan") }, 100);
    const worker = await startWorker("figma");
    const { id: link } = await owner.readStored();
    const questions = ["", "depth=1", "ids=1:1"];
    for (const query of questions)
      for (const account of [owner, colleague, elsewhere]) await file.asksFigma(account, query);
    expect(await worker.take(createFileEvent("FILE_COMMENT", file.key), { link })).toBe("processed");
    expect(await worker.take(createFileEvent("FILE_UPDATE", `${file.key}x`), { link })).toBe("processed");
    for (const account of [owner, colleague]) expect(await file.asksFigma(account)).toBe(false);
    for (const type of ["FILE_UPDATE", "FILE_VERSION_UPDATE", "FILE_DELETE"]) {
      expect(await worker.take(createFileEvent(type, file.key), { link })).toBe("processed");
      expect((await file.listRows(owner)).filter(({ content }) => content !== undefined)).toEqual([]);
      expect(await file.asksFigma(colleague)).toBe(true);
      // What is read within a second of the change may be of before it, by another Lambda's clock.
      await expect.poll(() => file.asksFigma(colleague), { timeout: 10_000, interval: 500 }).toBe(false);
      for (const query of questions) {
        expect(await file.asksFigma(owner, query)).toBe(true);
        expect(await file.asksFigma(colleague, query)).toBe(query !== "");
      }
      for (const account of [owner, colleague])
        await expect.poll(() => file.asksFigma(account, "depth=1"), { timeout: 10_000, interval: 500 }).toBe(false);
    }
    for (const query of questions) expect(await file.asksFigma(elsewhere, query)).toBe(false);
  });
});

test("an event of a manually registered hook empties it for everybody", async () => {
  const accounts = [await connectAccount("figma"), await connectInTenant("umbrella")];
  await file.script({ body: createFile("Plan") }, 100);
  for (const account of accounts) for (const query of ["", "ids=1:1"]) await file.asksFigma(account, query);
  const worker = await startWorker("figma");
  expect(await worker.take(createFileEvent("FILE_COMMENT", file.key))).toBe("ignored: nobody");
  for (const account of accounts) expect(await file.asksFigma(account)).toBe(false);
  expect(await worker.take(createFileEvent("FILE_VERSION_UPDATE", file.key))).toBe("processed");
  for (const account of accounts)
    for (const query of ["", "ids=1:1"]) expect(await file.asksFigma(account, query)).toBe(true);
});

test.each(["its own hook", "a manually registered hook"])(
  "what was asked for before an event of %s is not kept when it comes after it",
  async (hook) => {
    const account = await connectAccount("figma");
    await file.script({ body: createFile("Before"), delayMs: 3000 });
    await file.script({ body: createFile("After") }, 100);
    const worker = await startWorker("figma");
    const { id } = await account.readStored();
    const slow = file.read(account);
    await expect.poll(file.listRequests).toHaveLength(1);
    expect(
      await worker.take(createFileEvent("FILE_UPDATE", file.key), hook === "its own hook" ? { link: id } : {}),
    ).toBe("processed");
    expect((await slow).json).toMatchObject({ name: "Before" });
    expect((await file.read(account)).json).toMatchObject({ name: "After" });
  },
);
