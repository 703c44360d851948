import { expect, test } from "vitest";
import { connectAccount, getSandbox } from "../connections/support/account.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";

resetBeforeEach();

const channel = (id: string) => ({
  ...{ id, name: id.toLowerCase(), is_private: false },
  ...{ is_archived: false, num_members: 1, is_member: false },
});
const page = (ids: string[], next_cursor: string) => ({
  path: "/api/conversations.list",
  body: { ok: true, channels: ids.map(channel), response_metadata: { next_cursor } },
});

test("reads Slack's channels to the last page, past one that is empty", async () => {
  const { user } = await connectAccount("slack");
  await getSandbox("slack").script(page(["C1"], "a"), page([], "b"), page(["C2"], ""));
  const answer = await user.get("/api/integrations/slack/channels?refresh=true");
  expect(answer.json).toEqual({ channels: [channel("C1"), channel("C2")] });
  const asked = await getSandbox("slack").requests("/api/conversations.list");
  const cursors = asked.map(({ body, query }) => new URLSearchParams(body).get("cursor") ?? query.cursor ?? null);
  expect(cursors).toEqual([null, "a", "b"]);
});

test("stops after a bounded number of Slack's pages", async () => {
  const { user } = await connectAccount("slack");
  await getSandbox("slack").script({ ...page(["C1"], "again"), times: 1000 });
  expect((await user.get("/api/integrations/slack/channels?refresh=true")).status).toBe(200);
  expect((await getSandbox("slack").requests("/api/conversations.list")).length).toBeLessThanOrEqual(20);
});

interface Mail {
  readonly messages: { readonly id: string }[];
  readonly nextPageToken?: string;
}

test.each(["maxResults", "limit"])("pages through Gmail's messages with %s and pageToken", async (size) => {
  const { user } = await connectAccount("gmail");
  const first = (await user.get(`/api/v2/gmail/messages?${size}=1`)).json as Mail;
  expect(first.messages.map(({ id }) => id)).toEqual(["msg_ada_review"]);
  const next = encodeURIComponent(first.nextPageToken ?? "");
  const second = (await user.get(`/api/v2/gmail/messages?${size}=1&pageToken=${next}`)).json as Mail;
  expect(second.messages.map(({ id }) => id)).toEqual(["msg_ada_invoice"]);
  expect(second.nextPageToken).toBeUndefined();
});

test("searches Gmail", async () => {
  const { user } = await connectAccount("gmail");
  await user.get("/api/v2/gmail/messages?q=from%3Acleo+is%3Aunread");
  const [listed] = await getSandbox("gmail").requests("/gmail/v1/users/me/messages");
  expect(listed?.query.q).toBe("from:cleo is:unread");
});

test.each(["maxResults", "limit"])("hands Calendar's page size on as it came in %s", async (size) => {
  const { user } = await connectAccount("calendar");
  await user.get(`/api/v2/calendar/events?${size}=1`);
  const [listed] = await getSandbox("calendar").requests("/calendar/");
  expect(listed?.query).toMatchObject({ maxResults: "1", singleEvents: "true", orderBy: "startTime" });
});

test("passes Calendar's page token on in both directions", async () => {
  const { user } = await connectAccount("calendar");
  await getSandbox("calendar").script({ path: "/calendar/*", body: { items: [], nextPageToken: "p/2+=" } });
  const first = (await user.get("/api/v2/calendar/events")).json as { nextPageToken: string };
  expect(first.nextPageToken).toBe("p/2+=");
  await getSandbox("calendar").forgetRequests();
  await user.get(`/api/v2/calendar/events?pageToken=${encodeURIComponent(first.nextPageToken)}`);
  expect((await getSandbox("calendar").requests("/calendar/"))[0]?.query.pageToken).toBe("p/2+=");
});

test("asks for the calendar and the time that were named", async () => {
  const { user } = await connectAccount("calendar");
  const query = new URLSearchParams({
    calendarId: "en.example#team@example.com",
    timeMin: "2026-01-01T00:00:00Z",
    timeMax: "2026-02-01T00:00:00+01:00",
  });
  await getSandbox("calendar").script({ path: "/calendar/*", body: { items: [] } });
  expect((await user.get(`/api/v2/calendar/events?${query}`)).status).toBe(200);
  const [asked] = await getSandbox("calendar").requests("/calendar/");
  expect(asked?.path).toBe("/calendar/v3/calendars/en.example%23team%40example.com/events");
  expect(asked?.query).toMatchObject({ timeMin: "2026-01-01T00:00:00Z", timeMax: "2026-02-01T00:00:00+01:00" });
});

test("asks GitHub for as many repositories as were asked for", async () => {
  const { user } = await connectAccount("github");
  const answer = await user.get("/api/integrations/github/repositories?limit=2");
  expect((answer.json as { repositories: unknown[] }).repositories).toHaveLength(2);
});
