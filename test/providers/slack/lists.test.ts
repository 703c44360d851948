// Lists of channels and users with many pages.
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { findProviderError, ProviderError } from "../../../lib/http/provider-error.ts";
import { listChannels } from "../../../lib/providers/slack/api/channels.ts";
import { createSlackReader } from "../../../lib/providers/slack/api/reader.ts";
import { listUsers } from "../../../lib/providers/slack/api/users.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { computeCacheSeconds, readPages } from "../../../lib/providers/slack/paging.ts";
import { answer, json, reset, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());
beforeEach(() => {
  end.requests.length = 0;
});

const read = createSlackReader(withOrigin(slack, end.url), "xoxb-1", fetch);
const listAskedValues = (name: string) => end.requests.map(({ body }) => new URLSearchParams(body).get(name));
const channel = (id: string) => ({
  id,
  name: id,
  is_private: false,
  is_archived: false,
  num_members: 1,
  is_member: true,
});

/** Pages of channels; a page without a cursor is the last. */
function answerInPages(...pages: [ids: string[], cursor?: string][]): void {
  end.play = (response, request) => {
    const [ids, next_cursor] = pages[end.requests.length - 1] ?? [[]];
    json({ ok: true, channels: ids.map(channel), response_metadata: { next_cursor } })(response, request);
  };
}

describe("channels", () => {
  test("are read to the end of the list, also past an empty page", async () => {
    answerInPages([["C1"], "two"], [[], "three"], [["C2"], ""]);
    expect(await listChannels(read, false, {})).toEqual({ items: [channel("C1"), channel("C2")] });
    expect(listAskedValues("cursor")).toEqual([null, "two", "three"]);
  });

  test("end where Slack says nothing of a cursor", async () => {
    end.play = json({ ok: true, channels: [channel("C1")] });
    expect(await listChannels(read, false, {})).toEqual({ items: [channel("C1")] });
  });

  test("say where to go on after twenty pages, however many Slack promises", async () => {
    end.play = json({ ok: true, channels: [channel("C1")], response_metadata: { next_cursor: "more" } });
    const { items, nextPageToken } = await listChannels(read, false, {});
    expect([items.length, nextPageToken, end.requests.length]).toEqual([20, "more", 20]);
  });

  test("are one page where a limit is given", async () => {
    answerInPages([["C1"], "two"]);
    expect(await listChannels(read, false, { limit: 7 })).toEqual({ items: [channel("C1")], nextPageToken: "two" });
    expect(listAskedValues("limit")).toEqual(["7"]);
  });

  test("go on from a page token", async () => {
    answerInPages([["C2"]]);
    expect(await listChannels(read, false, { pageToken: "dGVhbTpDMDI=" })).toEqual({ items: [channel("C2")] });
    expect(listAskedValues("cursor")).toEqual(["dGVhbTpDMDI="]);
  });

  test.each([
    [false, "public_channel"],
    [true, "public_channel,private_channel"],
  ])("are private ones only when asked for: %s", async (includePrivate, types) => {
    answerInPages([[]]);
    await listChannels(read, includePrivate, {});
    expect(listAskedValues("types")).toEqual([types]);
  });

  test("are private ones too where the scope allows it, or else the public ones", async () => {
    answerInPages([["C1"]]);
    expect((await listChannels(read, "allowed", {})).items).toMatchObject([{ id: "C1" }]);
    end.play = (response, request) =>
      new URLSearchParams(request.body).get("types")?.includes("private")
        ? json({ ok: false, error: "missing_scope", needed: "groups:read" })(response, request)
        : json({ ok: true, channels: [{ id: "C1", name: "general" }] })(response, request);
    expect((await listChannels(read, "allowed", {})).items).toMatchObject([{ id: "C1", is_private: false }]);
    const all = "public_channel,private_channel";
    expect(listAskedValues("types")).toEqual([all, all, "public_channel"]);
    await expect(listChannels(read, true, {})).rejects.toThrow(ProviderError);
  });

  test.each(["ratelimited", "invalid_auth", "internal_error"])("are not the public ones after %s", async (error) => {
    end.play = json({ ok: false, error });
    await expect(listChannels(read, "allowed", {})).rejects.toThrow(ProviderError);
    expect(new Set(listAskedValues("types"))).toEqual(new Set(["public_channel,private_channel"]));
  });

  test.each([["yes"], [undefined], [null]])(
    "count as private where private ones are listed and Slack says %j of that",
    async (is_private) => {
      end.play = json({ ok: true, channels: [{ id: "C1", name: "layoffs", is_private }] });
      expect((await listChannels(read, true, {})).items).toMatchObject([{ id: "C1", is_private: true }]);
    },
  );

  test("have the fields that Slack leaves out, and none that clients do not know", async () => {
    end.play = json({ ok: true, channels: [{ id: "C1", name: "general", creator: "U1" }] });
    const { items } = await listChannels(read, false, {});
    const missing = { is_private: false, is_archived: false, num_members: 0, is_member: false };
    expect(items).toEqual([{ id: "C1", name: "general", ...missing }]);
  });
});

describe("users", () => {
  test("are people, bots and those who have left, told apart", async () => {
    const profile = { real_name: "Ada", display_name: "ada", email: "ada@example.com", image_72: "https://x/72.png" };
    end.play = json({
      ok: true,
      members: [
        { id: "U1", name: "ada", real_name: "Ada", tz: "Europe/Berlin", is_bot: false, deleted: false, profile },
        { id: "U2", name: "left", deleted: true, profile: { real_name: "Left", display_name: "" } },
        { id: "B1", name: "app", is_bot: true, tz: null },
        { id: "USLACKBOT", name: "slackbot", is_bot: false },
      ],
    });
    const { items } = await listUsers(read, {});
    expect(items).toEqual([
      {
        id: "U1",
        name: "ada",
        real_name: "Ada",
        display_name: "ada",
        email: "ada@example.com",
        tz: "Europe/Berlin",
        image: "https://x/72.png",
        is_bot: false,
        deleted: false,
      },
      { id: "U2", name: "left", real_name: "Left", display_name: "", is_bot: false, deleted: true },
      { id: "B1", name: "app", real_name: "", display_name: "", is_bot: true, deleted: false },
      { id: "USLACKBOT", name: "slackbot", real_name: "", display_name: "", is_bot: true, deleted: false },
    ]);
  });

  test("come in pages as well", async () => {
    const page = (id: string, next_cursor: string) => ({
      ok: true,
      members: [{ id }],
      response_metadata: { next_cursor },
    });
    end.play = (...to) => json(end.requests.length === 1 ? page("U1", "two") : page("U2", ""))(...to);
    const { items, nextPageToken } = await listUsers(read, {});
    expect([items.map(({ id }) => id), nextPageToken]).toEqual([["U1", "U2"], undefined]);
  });
});

describe("a list that breaks off", () => {
  const pages = (then: Error) => async (fields: Readonly<Record<string, string>>) => {
    if (fields.cursor === "two") throw then;
    return { items: [1], nextPageToken: "two" };
  };

  test.each(["rate", "transient"] as const)(
    "half-way, for now (%s), is answered as far as it was read",
    async (kind) => {
      expect(await readPages({}, pages(new ProviderError({ kind })))).toEqual({ items: [1], nextPageToken: "two" });
    },
  );

  test.each(["scope", "token", "permanent"] as const)("half-way, for good (%s), is a failure", async (kind) => {
    const error = await readPages({}, pages(new ProviderError({ kind }))).catch((thrown: unknown) => thrown);
    expect(findProviderError(error)?.kind).toBe(kind);
  });

  test("at its first page is a failure", async () => {
    const error = await readPages({ pageToken: "two" }, pages(new ProviderError({ kind: "rate" }))).catch(
      (e: unknown) => e,
    );
    expect(findProviderError(error)?.kind).toBe("rate");
  });

  test("returns a page token when time runs out", async () => {
    let now = 0;
    const slow = async () => {
      now += 2000;
      return { items: [now], nextPageToken: `at-${now}` };
    };
    expect(await readPages({}, slow, () => now)).toEqual({ items: [2000, 4000, 6000], nextPageToken: "at-6000" });
  });
});

test("a list is kept for an hour, and for a minute where there is more of it", () => {
  expect(computeCacheSeconds({ items: [] })).toBe(3600);
  expect(computeCacheSeconds({ items: [], nextPageToken: "more" })).toBe(60);
});

describe("a read", () => {
  test("is asked again after a quick failure", async () => {
    end.play = (...to) => (end.requests.length === 1 ? reset : json({ ok: true, channels: [] }))(...to);
    expect(await listChannels(read, false, {})).toEqual({ items: [] });
    expect(end.requests).toHaveLength(2);
  });

  test("is not asked again when Slack wants a minute", async () => {
    end.play = answer(429, "", { "retry-after": "60" });
    const failure = findProviderError(await listChannels(read, false, {}).catch((error: unknown) => error));
    expect(failure).toMatchObject({ kind: "rate", retryAfterSeconds: 60 });
    expect(end.requests).toHaveLength(1);
  });

  test("is a form with the token in a header", async () => {
    answerInPages([[]]);
    await listChannels(read, false, {});
    expect(end.requests[0]).toMatchObject({ method: "POST", path: "/api/conversations.list" });
    expect(end.requests[0]?.headers.authorization).toBe("Bearer xoxb-1");
  });
});
