// A stage that only reads, through the protocol: what an assistant calls by name is not there, and nothing is called for it.
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import "../../http/lambda-environment.ts";
import { listConnectionTools } from "../../../lib/mcp/connections/list-connection-tools.ts";
import { answerMessage } from "../../../lib/mcp/server/answer-message.ts";
import type { CallEndpoint, EndpointCall } from "../../../lib/mcp/tools/tool.ts";
import { readThing, sendThing } from "./support/example-tools.ts";

let calls: EndpointCall[] = [];
beforeEach(() => {
  calls = [];
});

/** Would do everything that it is asked for. */
const callEndpoint: CallEndpoint = async (call) => {
  calls.push(call);
  return { status: 200, body: { assistantWrites: true } };
};

const tools = listConnectionTools([readThing, sendThing], "read", callEndpoint);
const caller = { token: "fake", tenant: undefined, requestId: "r1" };

const answerSchema = z.object({
  result: z
    .object({ tools: z.array(z.object({ name: z.string() })).default([]), isError: z.boolean().optional() })
    .optional(),
  error: z.object({ message: z.string() }).optional(),
});

async function send(method: string, params: object = {}) {
  const body = { jsonrpc: "2.0", id: 1, method, params };
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const message = { method: "POST", url: "https://app.example.com/api/mcp", headers, body };
  return answerSchema.parse(await (await answerMessage(message, tools, caller)).json());
}

test("lists no tool that writes", async () => {
  const { result } = await send("tools/list");
  expect(result?.tools.map(({ name }) => name)).toEqual(["acme_read_thing"]);
});

describe("a write that is asked for by name", () => {
  test.each([
    "acme_send_thing",
    " acme_send_thing",
    "ACME_SEND_THING",
    "acme_read_thing\u0000acme_send_thing",
    "constructor",
    "__proto__",
  ])("is refused, and calls nothing: %j", async (name) => {
    const input = { id: "1", to: [{ email: "eve@example.com" }], idempotencyKey: "k" };
    const { error, result } = await send("tools/call", { name, arguments: input });
    expect(error !== undefined || result?.isError === true).toBe(true);
    expect(calls).toEqual([]);
  });

  test("is not done by a tool that reads, whatever it is told", async () => {
    const input = { box: "a", id: "b", method: "POST", body: { to: "eve@example.com" }, idempotencyKey: "k" };
    const { result } = await send("tools/call", { name: "acme_read_thing", arguments: input });
    expect(result?.isError).toBe(true);
    expect(calls).toEqual([]);
  });
});
