import { expect, test } from "vitest";
import { callTool } from "../../../lib/mcp/tools/call-tool.ts";
import { findTool, listTools } from "../../../lib/mcp/tools/list-tools.ts";
import { requireSuccess } from "../../../lib/mcp/tools/require-success.ts";
import type { Tool } from "../../../lib/mcp/tools/tool.ts";
import { logged } from "../../http/lambda-environment.ts";

const caller = { token: "fake", tenant: undefined, requestId: "r1" };

const createTool = (name: string, call: Tool["call"]): Tool => ({
  name,
  title: name,
  description: name,
  inputSchema: { type: "object" },
  annotations: { readOnlyHint: true },
  call,
});

test("returns a tool's result as it is", async () => {
  const tool = createTool("echo", async (input) => ({ text: JSON.stringify(input) }));
  expect(await callTool(tool, { a: 1 }, caller)).toEqual({ text: '{"a":1}' });
});

test("tells the assistant what an endpoint refused, and where to connect again", async () => {
  const reconnectUrl = "https://app.example.com/settings/integrations";
  const body = { type: "urn:x", title: "t", status: 409, detail: "Connect Slack again.", code: "reconnect_required" };
  const tool = createTool("list", async () => {
    requireSuccess({ status: 409, body: { ...body, reconnectUrl, requestId: "r2", error: "e", message: "m" } });
    return { text: "" };
  });
  const { text, isError } = await callTool(tool, {}, caller);
  expect(isError).toBe(true);
  expect(text.split("\n")).toEqual([
    "Connect Slack again.",
    "",
    "code: reconnect_required",
    "requestId: r2",
    `reconnectUrl: ${reconnectUrl}`,
  ]);
});

test("shows of an error of ours the id alone, and logs none of its words", async () => {
  const tool = createTool("broken", () => Promise.reject(new TypeError("secret-of-a-driver")));
  const { text, isError } = await callTool(tool, {}, caller);
  expect({ text, isError }).toEqual({
    text: "Something failed on our side\n\ncode: internal\nrequestId: r1",
    isError: true,
  });
  expect(logged.join()).toContain('"ToolFailed"');
  expect(logged.join()).not.toContain("secret-of-a-driver");
});

test.each([
  [401, { message: "Unauthorized" }, "unauthenticated"],
  [403, undefined, "forbidden"],
  [404, { message: "Not Found" }, "not_found"],
  [413, undefined, "payload_too_large"],
  [429, { message: "Too Many Requests" }, "rate_limited"],
  [503, { message: "Service Unavailable" }, "provider_unavailable"],
  [302, undefined, "provider_unavailable"],
  [500, { code: "constructor", detail: 7 }, "provider_unavailable"],
  [422, { code: "could_not_answer", detail: "Ask otherwise." }, "could_not_answer"],
])("reads the answer %i %j as %s", (status, body, code) => {
  expect(() => requireSuccess({ status, body, retryAfterSeconds: 3 })).toThrow(
    expect.objectContaining({ code, retryAfter: 3 }),
  );
});

test("finds tools by their exact names and refuses two of the same name", () => {
  const [a, b] = [createTool("a", async () => ({ text: "" })), createTool("b", async () => ({ text: "" }))];
  const tools = listTools([b], [a]);
  expect(tools.map(({ name }) => name)).toEqual(["b", "a"]);
  expect(findTool(tools, "a")).toBe(a);
  expect([findTool(tools, "A"), findTool(tools, "constructor"), findTool(tools, "")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(() => listTools([a], [b, a])).toThrow("Two tools have the same name.");
});
