// The old front end's Slack page: channels, messages and cards, in the workspace that a call names and in no other.
import { beforeAll, beforeEach, expect, test } from "vitest";
import { sandbox } from "../../support/sandbox.ts";
import { readFailure } from "../support/old-client.ts";
import { connect, connectTwo, createStudioPerson, listIntegrations, type StudioPerson } from "../support/studio.ts";

const base = "/api/integrations/slack";
const [acme, globex] = ["T0ACME001", "T0GLOBEX1"];
const slack = sandbox("slack");

let person: StudioPerson;
let ofGlobexOnly: StudioPerson;
beforeAll(async () => {
  [person, ofGlobexOnly] = [await createStudioPerson(), await createStudioPerson()];
  await connect(ofGlobexOnly, "slack", { account: "globex" });
  await connectTwo(person, "slack", ["acme", "globex"]);
});
beforeEach(() => slack.forgetRequests());

interface Channel {
  readonly id: string;
  readonly name: string;
}

const listChannels = async (client: StudioPerson, query = "") =>
  (await client.get<{ channels: Channel[] }>(`${base}/channels${query}`)).channels;

const findChannel = async (query: string, name: string) =>
  (await listChannels(person, query)).find((channel) => channel.name === name)?.id ?? "";

const readPosted = async () =>
  (await slack.requests("/api/chat.postMessage")).map(({ body }) => new URLSearchParams(body));

test("the channel picker of a workspace shows its channels, and says which the bot is in", async () => {
  const channels = await listChannels(person, `?teamId=${acme}`);
  expect(channels.map(({ name }) => name)).toEqual(expect.arrayContaining(["design-reviews", "releases"]));
  expect(channels.map(({ name }) => name)).not.toContain("support");
  for (const channel of channels)
    expect(channel).toMatchObject({ is_member: expect.any(Boolean), is_private: expect.any(Boolean) });
});

test("each workspace answers for itself, whichever was connected last", async () => {
  const names = async (teamId: string) => (await listChannels(person, `?teamId=${teamId}`)).map(({ name }) => name);
  expect(await names(globex)).toContain("support");
  expect(await names(globex)).not.toContain("releases");
  expect(await names(acme)).not.toContain("support");
});

test("a message goes to the workspace that it names", async () => {
  const channel = await findChannel(`?teamId=${acme}`, "releases");
  const sent = await person.post(`${base}/message`, { teamId: acme, channel, text: "Shipped" });
  expect(sent).toMatchObject({ message: { channel, text: "Shipped", ts: expect.any(String) }, accountId: acme });
});

test.each([
  ["GET channels", () => ofGlobexOnly.get(`${base}/channels?teamId=${acme}`)],
  ["GET history", () => ofGlobexOnly.get(`${base}/channels/C0ACME3/history?teamId=${acme}`)],
  ["POST message", () => ofGlobexOnly.post(`${base}/message`, { teamId: acme, channel: "support", text: "x" })],
  ["PATCH message", () => ofGlobexOnly.patch(`${base}/message`, { teamId: acme, channel: "C1", ts: "1.1", text: "x" })],
  [
    "POST project-update",
    () =>
      ofGlobexOnly.post(`${base}/project-update`, {
        teamId: acme,
        channel: "support",
        projectName: "P",
        updateType: "completed",
      }),
  ],
  [
    "POST task-notification",
    () => ofGlobexOnly.post(`${base}/task-notification`, { teamId: acme, channel: "support", taskTitle: "T" }),
  ],
])("%s: a workspace that is not connected is 404, and no other one answers", async (_, call) => {
  expect(await readFailure(call())).toMatchObject({ status: 404, message: expect.any(String) });
  expect(await readPosted()).toEqual([]);
});

test("an account and a workspace that are not the same connection are 404", async () => {
  const [{ id } = { id: "" }] = (await listIntegrations(person)).filter((card) => Object(card).accountId === globex);
  const message = { channel: "support", text: "x" };
  expect(await person.post(`${base}/message`, { ...message, account: id, teamId: globex })).toMatchObject({
    accountId: globex,
  });
  await slack.forgetRequests();
  expect(await readFailure(person.post(`${base}/message`, { ...message, account: id, teamId: acme }))).toMatchObject({
    status: 404,
  });
  expect(await readFailure(person.post(`${base}/message?account=${id}`, { ...message, teamId: acme }))).toMatchObject({
    status: 404,
  });
  expect(await readPosted()).toEqual([]);
});

test("a project update without details is a card whose header says what happened", async () => {
  await person.post(`${base}/project-update`, {
    teamId: acme,
    channel: "releases",
    projectName: "Atlas",
    updateType: "completed",
  });
  const [card] = await readPosted();
  const [header] = JSON.parse(card?.get("blocks") ?? "[]");
  expect(header).toMatchObject({
    type: "header",
    text: { text: expect.stringMatching(/^✅ Project Completed: Atlas/) },
  });
});

test("a task notification takes taskTitle", async () => {
  await person.post(`${base}/task-notification`, {
    teamId: acme,
    channel: "releases",
    taskTitle: "Write the notes",
    assignee: "Ben",
    dueDate: "2027-01-15",
  });
  const [card] = await readPosted();
  expect(card?.get("text")).toContain("Write the notes");
});
