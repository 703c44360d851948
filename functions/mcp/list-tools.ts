import * as z from "zod";
import { userEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { listDatabaseTools } from "../../lib/mcp/server/list-available-tools.ts";

const tool = () =>
  z.object({ name: z.string(), description: z.string(), inputSchema: z.record(z.string(), z.unknown()) });

const contract = {
  operationId: "mcpTools",
  about: "Lists the tools that questions to the database are answered with; none while it is off.",
  answer: () =>
    z
      .object({ tools: z.object({ postgres: z.array(tool()).optional() }), available: z.boolean() })
      .meta({ examples: [{ tools: {}, available: false }] }),
};

export const handler = userEndpoint(contract, async () => {
  const found = await listDatabaseTools();
  const postgres = found.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const isOn = found.length > 0;
  return ok({ tools: isOn ? { postgres } : {}, available: isOn });
});
