// The assistant's Slack page: channels, messages, posting, search and people.
import { beforeAll, beforeEach, expect, test } from "vitest";
import { sandbox } from "../../support/sandbox.ts";
import { type AssistantPerson, connect, createAssistantPerson, type Enveloped } from "../support/assistant.ts";
import { readFailure } from "../support/old-client.ts";

const base = "/api/v2/slack";

let ada: AssistantPerson;
let cleo: AssistantPerson;
beforeAll(async () => {
  [ada, cleo] = [await createAssistantPerson(), await createAssistantPerson()];
  await connect(ada, "slack", { account: "acme" });
  await connect(cleo, "slack", { account: "globex" });
});
beforeEach(() => sandbox("slack").forgetRequests());

interface Channels {
  readonly channels: readonly { id: string; name: string }[];
  readonly count: number;
}

const findChannel = async (name: string) =>
  (await ada.get<Channels>(`${base}/channels`)).channels.find((channel) => channel.name === name)?.id ?? "";

test("status says connected, and which workspace", async () => {
  expect(await ada.get(`${base}/status`)).toMatchObject({ connected: true, team: "Acme" });
  expect(await (await createAssistantPerson()).get(`${base}/status`)).toMatchObject({ connected: false });
});

test("channels stand in data and at the top level, counted", async () => {
  const answer = await ada.get<Enveloped<Channels> & Channels>(`${base}/channels`);
  expect(answer).toMatchObject({ success: true, count: answer.channels.length, timestamp: expect.any(String) });
  expect(answer.data.channels).toEqual(answer.channels);
  expect(answer.channels.map(({ name }) => name)).toContain("releases");
});

test("a posted message answers its time and its channel, and is read back", async () => {
  const channel = await findChannel("releases");
  const posted = await ada.post<Enveloped<{ messageTs: string }>>(`${base}/channels/${channel}/messages`, {
    text: "Good morning",
  });
  expect(posted).toMatchObject({
    success: true,
    data: { messageTs: expect.stringMatching(/^\d+\.\d+$/), channelId: channel },
  });
  const { data } = await ada.get<Enveloped<{ messages: object[] }>>(`${base}/channels/${channel}/messages`);
  expect(data.messages[0]).toMatchObject({ ts: posted.data.messageTs, text: "Good morning", channelId: channel });
});

test("search answers results and the query", async () => {
  const { data } = await ada.get<Enveloped<object>>(`${base}/search?q=morning`);
  expect(data).toMatchObject({ results: expect.any(Array), query: "morning" });
});

test("people are listed and read one by one", async () => {
  const { data } = await ada.get<Enveloped<{ users: { id: string }[] }>>(`${base}/users`);
  expect(data.users.map(({ id }) => id)).toContain("U0ACMEBEN");
  expect(JSON.stringify(await ada.get(`${base}/users/U0ACMEBEN`))).toContain("Ben");
});

test("another person's workspace does not answer: its channels, its people, its team", async () => {
  const channel = await findChannel("releases");
  const calls = [
    cleo.get(`${base}/users/U0ACMEBEN`),
    cleo.get(`${base}/channels/${channel}/messages`),
    cleo.get(`${base}/channels?teamId=T0ACME001`),
    cleo.get(`${base}/search?q=morning&teamId=T0ACME001`),
    cleo.post(`${base}/channels/${channel}/messages?teamId=T0ACME001`, { text: "x" }),
    cleo.post(`${base}/channels/${channel}/messages`, { teamId: "T0ACME001", text: "x" }),
  ];
  const statuses = (await Promise.all(calls.map(readFailure))).map((shown) => shown?.status);
  expect(statuses).toEqual(calls.map(() => 404));
  expect(await ada.get(`${base}/channels`)).not.toEqual(await cleo.get(`${base}/channels`));
});
