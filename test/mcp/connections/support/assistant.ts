// An assistant: it calls tools of the MCP server with its user's token, as a client of 2025-11-25.
import * as z from "zod";
import { type Browser, createBrowser, type Person, tokenFor } from "../../../support/api.ts";

const answerSchema = z.object({
  result: z
    .looseObject({
      content: z.array(z.object({ type: z.literal("text"), text: z.string() })).default([]),
      structuredContent: z.record(z.string(), z.unknown()).optional(),
      isError: z.boolean().default(false),
      tools: z.array(z.looseObject({ name: z.string(), annotations: z.record(z.string(), z.unknown()) })).default([]),
    })
    .optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});

export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
  /** What the endpoint answered. */
  readonly data: unknown;
  /** Of a refusal: `reconnectUrl` and the like, by name. */
  readonly facts: Readonly<Record<string, string>>;
}

const protocol = { accept: "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25" };

async function send(user: Browser, method: string, params: object, headers: Record<string, string>) {
  const { status, json, text } = await user.post(
    "/api/mcp",
    { jsonrpc: "2.0", id: 1, method, params },
    { ...protocol, ...headers },
  );
  if (status !== 200) throw new Error(`POST /api/mcp answered ${status}: ${text}`);
  return answerSchema.parse(json);
}

/** Calls a tool. One that does not exist is an error too, without a code. */
export async function callTool(
  user: Browser,
  name: string,
  input: Readonly<Record<string, unknown>> = {},
  headers: Record<string, string> = {},
): Promise<ToolAnswer> {
  const { result, error } = await send(user, "tools/call", { name, arguments: input }, headers);
  const text = result?.content.map((part) => part.text).join("\n") ?? error?.message ?? "";
  const facts = Object.fromEntries(
    [...text.matchAll(/^(\w+): (.*)$/gm)].map(([, fact = "", value = ""]) => [fact, value]),
  );
  return { isError: result?.isError ?? true, text, data: result?.structuredContent?.data, facts };
}

export async function listTools(user: Browser) {
  const { result } = await send(user, "tools/list", {}, {});
  return result?.tools ?? [];
}

/** The user in another tenant of theirs, by a token that names several. */
export async function asTenantsMember(person: Pick<Person, "sub">, tenants: readonly string[]): Promise<Browser> {
  return createBrowser(await tokenFor({ sub: person.sub }, { claims: { org: tenants } }));
}

/** Lets assistants write at a provider, as its user does on the settings page. */
export const allowWrites = (user: Browser, provider: string) =>
  user.put(`/api/integrations/${provider}/settings`, { assistantWrites: true });
