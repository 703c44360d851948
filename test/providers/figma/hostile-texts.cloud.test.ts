// Comments, file names and people's names with odd texts, through the worker into the feed.
import { expect, test } from "vitest";
import { connectAccount } from "../../connections/support/account.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { figmaPayload } from "../../webhooks/support/payloads.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";
import { expectAllInFeed } from "../support/activity-feed.ts";
import { createHostileTexts } from "../support/hostile-texts.ts";

resetBeforeEach();

test("a comment, a file and a person with any name reach the feed, and so does the good one behind them", async () => {
  const owner = await connectAccount("figma");
  const { id: link } = await owner.readStored();
  const figma = await startWorker("figma");
  const comments = [...createHostileTexts("comment"), { mark: "Good", text: "Good" }];
  const names = createHostileTexts("name");
  const files = createHostileTexts("file");
  const timestamp = new Date().toISOString();
  for (const [at, { text }] of comments.entries()) {
    const comment = { event_type: "FILE_COMMENT", comment_id: String(at), comment: [{ text }] };
    const handle = names[at]?.text ?? "Grace";
    const body = figmaPayload({ ...comment, timestamp, triggered_by: { id: "7", handle } });
    expect(await figma.take(body, { link })).toBe("processed");
  }
  for (const [at, { text: file_name }] of files.entries()) {
    const body = figmaPayload({ file_key: `K${at}`, file_name, timestamp });
    expect(await figma.take(body, { link })).toBe("processed");
  }
  await expectAllInFeed(owner, [...comments, ...names, ...files]);
});

test("events that cannot be read are in the log, and the good one behind them in the same batch arrives", async () => {
  const owner = await connectAccount("figma");
  const { id: link } = await owner.readStored();
  const figma = await startWorker("figma");
  const good = figmaPayload({ file_name: "Good", timestamp: new Date().toISOString() });
  const poison = [[], '{"event_type":', { ...good, file_key: {} }, { ...good, event_type: 7 }];
  expect(await figma.takeBatch([...poison, good].map((body) => ({ body, link })))).toBe(poison.length);
  expect((await listOutboxData(owner)).map(({ title }) => title)).toEqual(["Good was changed"]);
  for (const body of poison) expect(await figma.take(body, { link })).toMatch(/^failed: /);
});
