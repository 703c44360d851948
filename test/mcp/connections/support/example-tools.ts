// Tools of a provider that does not exist, as the build writes them.
import type { ConnectionTool } from "../../../../lib/mcp/connections/tool-file.ts";

const text = { type: "string" } as const;

export const readThing: ConnectionTool = {
  name: "acme_read_thing",
  title: "Acme: read thing",
  description: "Reads a thing.",
  method: "GET",
  path: "/api/integrations/acme/boxes/{box}/things/{id}",
  isWrite: false,
  provider: "acme",
  source: "Acme",
  inputSchema: {
    type: "object",
    properties: {
      box: text,
      id: text,
      account: text,
      limit: { type: "integer", minimum: 1 },
      refresh: { type: "boolean" },
    },
    required: ["box", "id"],
    additionalProperties: false,
  },
  places: {
    box: { in: "path", name: "box" },
    id: { in: "path", name: "id" },
    account: { in: "query", name: "account" },
    limit: { in: "query", name: "limit" },
    refresh: { in: "query", name: "refresh" },
  },
};

export const sendThing: ConnectionTool = {
  name: "acme_send_thing",
  title: "Acme: send thing",
  description: "Sends a thing.",
  method: "POST",
  path: "/api/integrations/acme/things/{id}",
  isWrite: true,
  provider: "acme",
  source: "Acme",
  inputSchema: {
    type: "object",
    properties: {
      id: text,
      account: text,
      body_id: text,
      to: { type: "array", items: { type: "object", properties: { email: text }, required: ["email"] } },
      idempotencyKey: { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
    },
    required: ["id", "to", "idempotencyKey"],
    additionalProperties: false,
  },
  places: {
    id: { in: "path", name: "id" },
    account: { in: "query", name: "account" },
    body_id: { in: "body", name: "id" },
    to: { in: "body", name: "to" },
  },
};
