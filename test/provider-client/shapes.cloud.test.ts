// The fields of each data endpoint's answer.
import { expect, test } from "vitest";
import { connectAccount, getSandbox } from "../connections/support/account.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";

resetBeforeEach();

const text = expect.any(String);

test("Slack's channels", async () => {
  const { user } = await connectAccount("slack");
  const answer = await user.get("/api/integrations/slack/channels");
  expect(answer.status).toBe(200);
  const channel = (name: string) => ({
    id: expect.stringMatching(/^C/),
    name,
    is_private: false,
    is_archived: false,
    num_members: expect.any(Number),
    is_member: true,
  });
  expect(Object.keys(answer.json as object)).toEqual(["channels"]);
  expect(answer.json).toMatchObject({ channels: expect.arrayContaining(["design-reviews", "releases"].map(channel)) });
});

test.each([
  ["", "public_channel,private_channel"],
  ["?includePrivate=false", "public_channel"],
  ["?includePrivate=true", "public_channel,private_channel"],
])("Slack's channels%s are those of type %s", async (query, types) => {
  const { user } = await connectAccount("slack");
  expect((await user.get(`/api/integrations/slack/channels${query}`)).status).toBe(200);
  const [asked] = await getSandbox("slack").requests("/api/conversations.list");
  expect(new URLSearchParams(asked?.body).get("types")).toBe(types);
});

test("a Slack message that was posted, and the account that posted it", async () => {
  const { user } = await connectAccount("slack");
  const listed = (await user.get("/api/integrations/slack/channels")).json as { channels: { id: string }[] };
  const channel = listed.channels[0]?.id;
  const answer = await user.post("/api/integrations/slack/message", { channel, text: "Hello from a test" });
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    message: { channel, ts: expect.stringMatching(/^\d+\.\d+$/), text: "Hello from a test" },
    accountId: "T0ACME001",
  });
});

test("a Figma team's files", async () => {
  const { user } = await connectAccount("figma");
  const answer = await user.get("/api/integrations/figma/files?teamId=1001");
  expect(answer.status).toBe(200);
  const file = { key: "FigHome000000000000001", name: "Home page", thumbnail_url: text, last_modified: text };
  expect(answer.json).toEqual({
    teamId: "1001",
    projects: [
      { id: "2001", name: "Website", files: [file, expect.objectContaining({ name: "Pricing" })] },
      { id: "2002", name: "Mobile app", files: [expect.objectContaining({ name: "Onboarding" })] },
      { id: "2003", name: "Brand", files: [] },
    ],
    files: [
      { ...file, project: { id: "2001", name: "Website" } },
      expect.objectContaining({ name: "Pricing", project: { id: "2001", name: "Website" } }),
      expect.objectContaining({ name: "Onboarding", project: { id: "2002", name: "Mobile app" } }),
    ],
    user: { id: "1100000000000000001", email: "ada@example.com", handle: "Ada" },
  });
});

test("a Figma file, to the depth of two unless told", async () => {
  const { user } = await connectAccount("figma");
  const answer = await user.get("/api/integrations/figma/files/FigHome000000000000001");
  expect(answer.status).toBe(200);
  const page = { id: "1:1", name: "Home page", type: "CANVAS" };
  const frames = ["1:10", "1:20"].map((id) => ({ id, name: text, type: "FRAME" }));
  expect(answer.json).toEqual({
    name: "Home page",
    lastModified: text,
    thumbnailUrl: text,
    version: text,
    document: {
      id: "0:0",
      name: "Document",
      type: "DOCUMENT",
      children: [
        { ...page, children: frames },
        { id: "2:1", name: "Archive", type: "CANVAS", children: [] },
      ],
    },
    components: { "1:102": expect.objectContaining({ name: "Button" }) },
    componentSets: {},
    styles: { "3:1": expect.objectContaining({ name: "Brand" }) },
  });
});

test("GitHub's repositories", async () => {
  const { user } = await connectAccount("github");
  const answer = await user.get("/api/integrations/github/repositories");
  expect(answer.status).toBe(200);
  const { repositories, ...rest } = answer.json as { repositories: { name: string }[] };
  expect(rest).toEqual({});
  expect(repositories.find(({ name }) => name === "hello-world")).toMatchObject({
    id: expect.any(Number),
    full_name: "octo/hello-world",
    private: false,
    html_url: text,
    description: "A first repository",
    owner: { login: "octo" },
  });
});

test("Gmail's messages, in the envelope of its surface", async () => {
  const { user } = await connectAccount("gmail");
  const answer = await user.get("/api/v2/gmail/messages");
  expect(answer.status).toBe(200);
  const { success, data, timestamp, ...top } = answer.json as { success: boolean; data: object; timestamp: string };
  expect([success, top]).toEqual([true, data]);
  expect(new Date(timestamp).toISOString()).toBe(timestamp);
  expect(data).toMatchObject({ count: 2, messages: [{ id: "msg_ada_review" }, { id: "msg_ada_invoice" }] });
  expect((data as { messages: object[] }).messages[0]).toEqual({
    id: "msg_ada_review",
    threadId: "thr_ada_review",
    from: "Cleo <cleo@example.com>",
    to: "ada@example.com",
    subject: "Review before Friday",
    date: text,
    snippet: text,
    body: "Could you review the pricing page before Friday?",
    labelIds: expect.arrayContaining(["INBOX", "UNREAD"]),
  });
});

test("Calendar's events, in the envelope of its surface", async () => {
  const { user } = await connectAccount("calendar");
  const answer = await user.get("/api/v2/calendar/events");
  expect(answer.status).toBe(200);
  const { success, data, timestamp, ...top } = answer.json as { success: boolean; data: object; timestamp: string };
  expect([success, top, typeof timestamp]).toEqual([true, data, "string"]);
  expect(data).toMatchObject({
    count: 2,
    events: [
      { id: "evt_ada_standup", summary: "Standup", start: { dateTime: text }, end: { dateTime: text } },
      { id: "evt_ada_planning", summary: "Quarterly planning" },
    ],
  });
});
