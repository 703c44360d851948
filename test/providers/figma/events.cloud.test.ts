import { expect, test } from "vitest";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { sandbox } from "../../support/sandbox.ts";
import { figmaPayload } from "../../webhooks/support/payloads.ts";
import { listOutboxData, startWorker } from "../../webhooks/support/provider-worker.ts";

resetBeforeEach();

/** Lists the team's files. @returns whether that called Figma */
async function expectsFigmaRequest({ user }: Account): Promise<boolean> {
  await sandbox("figma").forgetRequests();
  expect((await user.get("/api/integrations/figma/files?teamId=1001")).status).toBe(200);
  return (await sandbox("figma").requests("/v1/")).length > 0;
}

/** An event with a unique id. */
const event = (over: Record<string, unknown>) =>
  figmaPayload({ file_key: `K${crypto.randomUUID()}`, timestamp: new Date().toISOString(), ...over });

test.each(["FILE_UPDATE", "FILE_VERSION_UPDATE", "FILE_DELETE", "LIBRARY_PUBLISH"])(
  "%s empties what is kept for its connection, and only for that",
  async (event_type) => {
    const [owner, other] = [await connectAccount("figma"), await connectAccount("figma")];
    for (const account of [owner, other]) await expectsFigmaRequest(account);
    const figma = await startWorker("figma");
    const { id: link } = await owner.readStored();
    expect(await expectsFigmaRequest(owner)).toBe(false);
    expect(await figma.take(event({ event_type }), { link })).toBe("processed");
    expect([await expectsFigmaRequest(owner), await expectsFigmaRequest(other)]).toEqual([true, false]);
  },
);

/** Scripts a team with one file. @returns a function that lists it for an account and says whether that called Figma */
async function createTeam() {
  const [team, file] = [String(crypto.getRandomValues(new Uint32Array(1))[0]), `K${crypto.randomUUID()}`];
  const files = [{ key: file, name: "F", last_modified: "2026-01-01T00:00:00Z" }];
  await sandbox("figma").script(
    { path: `/v1/teams/${team}/projects`, times: 20, body: { projects: [{ id: team, name: "P" }] } },
    { path: `/v1/projects/${team}/files`, times: 20, body: { files } },
  );
  const callsFigma = async ({ user }: Account) => {
    await sandbox("figma").forgetRequests();
    expect((await user.get(`/api/integrations/figma/files?teamId=${team}`)).status).toBe(200);
    return (await sandbox("figma").requests("/v1/")).length > 0;
  };
  return { team, file, callsFigma };
}

test("an event of a manually registered hook makes everybody's cached list with its file stale", async () => {
  const { file, callsFigma } = await createTeam();
  const accounts = [await connectAccount("figma"), await connectAccount("figma")];
  const figma = await startWorker("figma");
  for (const account of accounts) expect(await callsFigma(account)).toBe(true);
  expect(await figma.take(event({ file_key: `K${crypto.randomUUID()}` }))).toBe("processed");
  expect(await figma.take(event({ event_type: "FILE_COMMENT", file_key: file }))).toBe("ignored: nobody");
  for (const account of accounts) expect(await callsFigma(account)).toBe(false);
  expect(await figma.take(event({ file_key: file }))).toBe("processed");
  for (const account of accounts) expect(await callsFigma(account)).toBe(true);
});

test("an event of a manually registered hook that names a team makes the team's cached list stale", async () => {
  const { team, callsFigma } = await createTeam();
  const account = await connectAccount("figma");
  const figma = await startWorker("figma");
  expect(await callsFigma(account)).toBe(true);
  expect(await figma.take(event({ team_id: `${team}0` }))).toBe("processed");
  expect(await callsFigma(account)).toBe(false);
  expect(await figma.take(event({ team_id: team }))).toBe("processed");
  expect(await callsFigma(account)).toBe(true);
});

test("a comment creates an activity, and keeps the caches", async () => {
  const owner = await connectAccount("figma");
  await expectsFigmaRequest(owner);
  const { id: link, accountId, accountName } = await owner.readStored();
  const figma = await startWorker("figma");
  const comment = [{ mention: accountId }, { text: " can you check the contrast by Friday?" }];
  const mentions = [{ id: accountId, handle: accountName }];
  const by = { id: "7", handle: "Grace" };
  const body = event({ event_type: "FILE_COMMENT", comment_id: "1234", comment, mentions, triggered_by: by });
  expect(await figma.take(body, { link })).toBe("processed");
  expect(await listOutboxData(owner)).toEqual([
    expect.objectContaining({
      kind: "comment",
      title: "Grace commented on Landing page",
      excerpt: "@Ada can you check the contrast by Friday?",
      actionItems: [expect.objectContaining({ assignee: "Ada" })],
      source: { id: "1234", url: expect.stringMatching(/^https:\/\/www\.figma\.com\/file\/K[\w-]+#1234$/) },
    }),
  ]);
  expect(await expectsFigmaRequest(owner)).toBe(false);
});

test("a retried event is reported once", async () => {
  const owner = await connectAccount("figma");
  const { id: link } = await owner.readStored();
  const figma = await startWorker("figma");
  const body = event({});
  expect(await figma.take(body, { link })).toBe("processed");
  expect(await figma.take({ ...body, retries: 1 }, { link })).toBe("duplicate");
  expect((await listOutboxData(owner)).map(({ title }) => title)).toEqual(["Landing page was changed"]);
});

test("a user who wants only mentions gets comments that mention them", async () => {
  const owner = await connectAccount("figma");
  await owner.user.put("/api/integrations/figma/settings", {
    notificationPreferences: { activity: { file: "mentions" } },
  });
  const { id: link } = await owner.readStored();
  const figma = await startWorker("figma");
  const comment = { event_type: "FILE_COMMENT", comment_id: "77", comment: [{ text: "Nice" }], mentions: [] };
  for (const body of [event({}), event(comment)]) expect(await figma.take(body, { link })).toBe("processed");
  expect(await listOutboxData(owner)).toEqual([]);
});

test("an event for a disconnected account is for nobody", async () => {
  const owner = await connectAccount("figma");
  const { id: link } = await owner.readStored();
  const figma = await startWorker("figma");
  await owner.user.delete("/api/integrations/figma");
  expect(await figma.take(event({}), { link })).toBe("ignored: nobody");
});
