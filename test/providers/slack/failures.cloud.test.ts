// Every Slack endpoint with all of Slack's errors, and with all invalid input.
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Account, connectAccount } from "../../connections/support/account.ts";
import { type Answer, asUser, type Browser } from "../../support/api.ts";
import { type ScriptedAnswer, sandbox } from "../../support/sandbox.ts";

const slack = sandbox("slack");

interface Endpoint {
  readonly does: "read" | "write";
  /** The Slack method that it calls. */
  readonly asks: string;
  readonly body?: object;
  /** Invalid input: the field, and the wrong query or change of the body. */
  readonly wrong: readonly (readonly [field: string, how: string | object])[];
}

const place = { channel: "C0ACME4", ts: "1700000000.000100" };
const anAccount = ["account", "account=../x"] as const;
const list = [anAccount, ["limit", "limit=0"], ["pageToken", "pageToken=a%20b"], ["refresh", "refresh=yes"]] as const;
const history = [anAccount, ["limit", "limit=1000"], ["oldest", "oldest=now"], ["thread_ts", "thread_ts=1"]] as const;
const text = [
  anAccount,
  ["text", { text: "" }],
  ["blocks.0.type", { blocks: [{}] }],
  ["thread_ts", { thread_ts: "x" }],
] as const;

const endpoints: Readonly<Record<string, Endpoint>> = {
  "GET /api/integrations/slack/channels": {
    does: "read",
    asks: "conversations.list",
    wrong: [...list, ["includePrivate", "includePrivate=maybe"]],
  },
  "GET /api/integrations/slack/channels/C0ACME4/history": {
    does: "read",
    asks: "conversations.history",
    wrong: history,
  },
  "POST /api/integrations/slack/message": {
    does: "write",
    asks: "chat.postMessage",
    body: { channel: "C0ACME4", text: "x" },
    wrong: text,
  },
  "PATCH /api/integrations/slack/message": {
    does: "write",
    asks: "chat.update",
    body: { ...place, text: "x" },
    wrong: [anAccount, ["ts", { ts: "yesterday" }], ["channel", { channel: undefined }], ["text", { text: 1 }]],
  },
  "DELETE /api/integrations/slack/message": {
    does: "write",
    asks: "chat.delete",
    body: place,
    wrong: [anAccount, ["ts", { ts: undefined }], ["channel", { channel: undefined }], ["ts", "ts=now"]],
  },
  "GET /api/v2/slack/channels": { does: "read", asks: "conversations.list", wrong: list },
  "GET /api/v2/slack/users": { does: "read", asks: "users.list", wrong: list },
  "GET /api/v2/slack/channels/C0ACME4/messages": { does: "read", asks: "conversations.history", wrong: history },
  "POST /api/v2/slack/channels/C0ACME4/messages": {
    does: "write",
    asks: "chat.postMessage",
    body: { text: "x" },
    wrong: text,
  },
  "GET /api/v2/slack/search?q=x": {
    does: "read",
    asks: "search.messages",
    wrong: [anAccount, ["limit", "limit=101"], ["pageToken", "pageToken=2"]],
  },
};

const secret = "text_of_the_provider";
const slackErrorAnswer = (error: string, more = {}) => ({ body: { ok: false, error, warning: secret, ...more } });
type Outcome = readonly [
  answer: Omit<ScriptedAnswer, "path">,
  read: readonly [number, string],
  write?: [number, string],
];

const unknown: [number, string] = [409, "outcome_unknown"];
const outcomes: Readonly<Record<string, Outcome>> = {
  missing_scope: [slackErrorAnswer("missing_scope", { needed: "search:read" }), [403, "insufficient_permissions"]],
  channel_not_found: [slackErrorAnswer("channel_not_found"), [404, "not_found"]],
  not_in_channel: [slackErrorAnswer("not_in_channel"), [403, "forbidden"]],
  "an error nobody knows": [slackErrorAnswer(secret), [502, "provider_error"]],
  internal_error: [slackErrorAnswer("internal_error"), [503, "provider_unavailable"], unknown],
  "a 429": [{ status: 429, headers: { "retry-after": "7" }, body: secret }, [429, "rate_limited"]],
  "a 500": [{ status: 500, body: secret }, [503, "provider_unavailable"], unknown],
  "HTML at 200": [{ body: `<html>${secret}` }, [502, "provider_error"], unknown],
  "6 MB": [{ body: { repeat: { text: secret, times: 300_000 } } }, [413, "payload_too_large"], unknown],
  "a reset connection": [{ drop: true }, [503, "provider_unavailable"], unknown],
};

beforeAll(() => slack.reset());

describe.each(Object.entries(endpoints))("%s", (on, { does, asks, body, wrong }) => {
  const [method = "", path = ""] = on.split(" ");
  let account: Account;
  beforeAll(async () => {
    account = await connectAccount("slack");
  });
  beforeEach(() => Promise.all([slack.forgetScripts(), slack.forgetRequests()]));

  function ask(query = "", change: object = {}, user: Browser = account.user): Promise<Answer> {
    const target = `${path}${path.includes("?") ? "&" : "?"}${query}`;
    return user.request(target, { method, ...(body ? { body: { ...body, ...change } } : {}) });
  }
  const fresh = path.endsWith("/channels") || path.endsWith("/users") ? "refresh=true" : "";
  const listRequests = () => slack.requests("/api/");

  test.each(Object.entries(outcomes))("answers in our own words when Slack answers %s", async (_, outcome) => {
    const [answer, read, write = read] = outcome;
    await slack.script({ ...answer, path: `/api/${asks}`, times: 9 });
    const shown = await ask(fresh);
    const [status, code] = does === "write" ? write : read;
    expect([shown.status, (shown.json as { code: string }).code]).toEqual([status, code]);
    expect(shown.headers.get("content-type")).toBe("application/problem+json");
    expect(shown.text + JSON.stringify([...shown.headers])).not.toContain(secret);
    if (status === 429) expect(shown.headers.get("retry-after")).toBe("7");
    if (does === "write") expect(await listRequests()).toHaveLength(1);
  });

  test("names the missing scope, and where to get it", async () => {
    const refusal = slackErrorAnswer("missing_scope", { needed: "search:read" });
    // Twice: a list of channels is asked for again without the private ones.
    await slack.script({ ...refusal, path: `/api/${asks}`, times: 2 });
    const { json } = await ask(fresh);
    expect(json).toMatchObject({ missingScopes: ["search:read"], reconnectUrl: expect.stringContaining("slack") });
  });

  test.each(wrong)("names %s as what is wrong, and asks Slack nothing", async (field, how) => {
    const answer = typeof how === "string" ? await ask(how) : await ask("", how);
    expect(answer).toMatchObject({ status: 400, json: { code: "invalid_request", field } });
    expect(await listRequests()).toEqual([]);
  });

  test("is the same 404 for somebody else's account as for none", async () => {
    const { id } = await account.readStored();
    const stranger = await asUser({ sub: crypto.randomUUID(), org: "acme" });
    const [foreign, none] = [await ask(`account=${id}`, {}, stranger), await ask("", {}, stranger)];
    expect([foreign.status, none.status]).toEqual([404, 404]);
    expect({ ...(foreign.json as object), requestId: "" }).toEqual({ ...(none.json as object), requestId: "" });
    expect(await listRequests()).toEqual([]);
  });
});

test.each(["c0acme4", "C0ACME4..", "C0%2e%2e%2fme", "C", "C%00ME", "U0ACMEADA", "%2523general"])(
  "a channel's id sent as %s gets nowhere",
  async (id) => {
    const { user } = await connectAccount("slack");
    await slack.forgetRequests();
    for (const path of [`/api/integrations/slack/channels/${id}/history`, `/api/v2/slack/channels/${id}/messages`]) {
      const answer = await user.get(path);
      expect([400, 404]).toContain(answer.status);
    }
    expect(await slack.requests("/api/")).toEqual([]);
  },
);
