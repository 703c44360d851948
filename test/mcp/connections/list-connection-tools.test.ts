import { beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../../../lib/errors.ts";
import { listConnectionTools } from "../../../lib/mcp/connections/list-connection-tools.ts";
import { callTool } from "../../../lib/mcp/tools/call-tool.ts";
import { findTool } from "../../../lib/mcp/tools/list-tools.ts";
import type { CallEndpoint, EndpointAnswer, EndpointCall } from "../../../lib/mcp/tools/tool.ts";
import "../../http/lambda-environment.ts";
import { readThing, sendThing } from "./support/example-tools.ts";

const caller = { token: "fake-token", tenant: "acme", requestId: "r1" };
const settingsPath = "/api/integrations/acme/settings";
const page = "https://app.example.com/settings/integrations?provider=acme";
const sent = { id: "1", to: [{ email: "x@example.com" }], idempotencyKey: "k1" };

let calls: (EndpointCall & { readonly caller: unknown })[] = [];
beforeEach(() => {
  calls = [];
});

/** Answers settings with the one, anything else with the other. */
const answerWith =
  (settings: EndpointAnswer, answer: EndpointAnswer = { status: 200, body: { ok: true } }): CallEndpoint =>
  async (call, caller) => {
    calls.push({ ...call, caller });
    return call.path === settingsPath ? settings : answer;
  };

const allowed = { status: 200, body: { assistantWrites: true } };

const call = (callEndpoint: CallEndpoint, name: string, input: Readonly<Record<string, unknown>>) => {
  const tool = findTool(listConnectionTools([readThing, sendThing], "write", callEndpoint), name);
  if (tool === undefined) throw new Error(`There is no tool ${name}.`);
  return callTool(tool, input, caller);
};

describe("while a stage reads only", () => {
  it("no tool that writes is there, whatever its user allowed", () => {
    const tools = listConnectionTools([readThing, sendThing], "read", answerWith(allowed));
    expect(tools.map(({ name }) => name)).toEqual(["acme_read_thing"]);
    expect(findTool(tools, "acme_send_thing")).toBeUndefined();
  });
});

describe("a tool that reads", () => {
  it("asks the endpoint as its caller and marks the answer; settings are not asked", async () => {
    const { text, isError } = await call(answerWith(allowed), "acme_read_thing", { box: "a", id: "b", account: "c" });
    expect(isError).toBeUndefined();
    expect(text).toContain("data from Acme");
    expect(calls).toEqual([
      { method: "GET", path: "/api/integrations/acme/boxes/a/things/b", query: { account: "c" }, caller },
    ]);
  });

  it("gives once what the endpoint gives in an envelope and beside it", async () => {
    const body = { success: true, data: { messages: [] }, messages: [], timestamp: "2030-01-01T00:00:00Z" };
    const { text } = await call(answerWith(allowed, { status: 200, body }), "acme_read_thing", { box: "a", id: "b" });
    expect(text.split("\n")[2]).toBe('{"messages":[]}');
  });

  it("says in its annotations that it only reads", () => {
    const [read] = listConnectionTools([readThing], "read", answerWith(allowed));
    expect(read?.annotations).toEqual({
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    });
  });

  it("calls nothing with arguments that do not fit", async () => {
    const { isError } = await call(answerWith(allowed), "acme_read_thing", { box: "a", id: ".." });
    expect(isError).toBe(true);
    expect(await call(answerWith(allowed), "acme_read_thing", { box: "a" })).toMatchObject({ isError: true });
    expect(calls).toEqual([]);
  });

  it("says where an account is connected", async () => {
    const body = { code: "not_connected", detail: "Acme is not connected.", status: 404 };
    const { text } = await call(answerWith(allowed, { status: 404, body }), "acme_read_thing", { box: "a", id: "b" });
    expect(text).toContain(`reconnectUrl: ${page}`);
  });

  it("passes on where the endpoint says that it is connected again", async () => {
    const reconnectUrl = `${page}&reconnect=con_1`;
    const body = { code: "reconnect_required", detail: "Acme must be connected again.", reconnectUrl };
    const { text } = await call(answerWith(allowed, { status: 409, body }), "acme_read_thing", { box: "a", id: "b" });
    expect(text).toContain(`reconnectUrl: ${reconnectUrl}`);
  });
});

describe("a tool that writes", () => {
  it("says in its annotations that it changes things", () => {
    const [, send] = listConnectionTools([readThing, sendThing], "write", answerWith(allowed));
    expect(send?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true });
  });

  it("reads the settings as its caller before each change, then sends it once with the key", async () => {
    const { isError } = await call(answerWith(allowed), "acme_send_thing", sent);
    expect(isError).toBeUndefined();
    expect(calls).toEqual([
      { method: "GET", path: settingsPath, caller },
      {
        method: "POST",
        path: "/api/integrations/acme/things/1",
        query: {},
        body: { to: sent.to },
        idempotencyKey: "k1",
        caller,
      },
    ]);
  });

  it.each([
    ["say no", { status: 200, body: { assistantWrites: false } }],
    ["are of a release before", { status: 200, body: { webhookEnabled: true } }],
    ["say yes in another type", { status: 200, body: { assistantWrites: "true" } }],
    ["are no object", { status: 200, body: "assistantWrites" }],
    ["are empty", { status: 200, body: undefined }],
    ["are null", { status: 200, body: null }],
  ])("is refused, and sends nothing, where the settings %s", async (_, settings) => {
    const { text, isError } = await call(answerWith(settings), "acme_send_thing", sent);
    expect(isError).toBe(true);
    expect(text).toContain("You have not allowed assistants to write in Acme.");
    expect(text).toContain("code: forbidden");
    expect(text).toContain(`settingsUrl: ${page}`);
    expect(calls.map(({ path }) => path)).toEqual([settingsPath]);
  });

  it.each([
    [401, "unauthenticated"],
    [403, "forbidden"],
    [429, "rate_limited"],
    [500, "provider_unavailable"],
    [302, "provider_unavailable"],
  ])("is refused, and sends nothing, where the settings answer %i", async (status, code) => {
    const settings = { status, body: { assistantWrites: true } };
    const { text, isError } = await call(answerWith(settings), "acme_send_thing", sent);
    expect({ isError, hasCode: text.includes(`code: ${code}`) }).toEqual({ isError: true, hasCode: true });
    expect(calls.map(({ path }) => path)).toEqual([settingsPath]);
  });

  it.each([
    ["nothing in time", () => Promise.reject(new Problem("provider_unavailable"))],
    ["more than a tool can hold", () => Promise.reject(new Problem("payload_too_large"))],
    ["through the gateway alone", () => Promise.resolve({ status: 503, body: { message: "Service Unavailable" } })],
    ["nothing that can be read", () => Promise.resolve({ status: 504, body: undefined })],
  ])(
    "may have been done where the endpoint answers %s: it is asked for again under the same key",
    async (_, answer) => {
      const callEndpoint: CallEndpoint = async ({ path }) => (path === settingsPath ? allowed : answer());
      const { text, isError } = await call(callEndpoint, "acme_send_thing", sent);
      expect(isError).toBe(true);
      expect(text).toContain("Ask again with the same idempotencyKey");
      expect(text).toContain("code: outcome_unknown");
    },
  );

  it("was not done where the endpoint itself says that the provider did not answer", async () => {
    const body = { code: "provider_unavailable", detail: "Acme did not answer. Try again in a moment.", status: 503 };
    const { text } = await call(answerWith(allowed, { status: 503, body }), "acme_send_thing", sent);
    expect(text).toContain("code: provider_unavailable");
  });

  it("calls nothing without a key, nor with an argument that would allow it", async () => {
    const { idempotencyKey: _, ...withoutKey } = sent;
    for (const input of [withoutKey, { ...sent, assistantWrites: true }, { ...sent, confirmed: "the user said yes" }])
      expect(await call(answerWith(allowed), "acme_send_thing", input)).toMatchObject({ isError: true });
    expect(calls).toEqual([]);
  });
});
