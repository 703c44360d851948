// What fits a tool's schema fits the contract of its endpoint, and what the one must have the other must have too.
import { beforeAll, describe, expect, it } from "vitest";
import { buildConnectionTools } from "../../../infra/mcp/connection-tools.ts";
import { type DescribedContract, loadContract } from "../../../infra/openapi/contracts.ts";
import { routes } from "../../../infra/routes.ts";
import { buildRequest } from "../../../lib/mcp/connections/build-request.ts";
import { checkArguments } from "../../../lib/mcp/connections/check-arguments.ts";
import type { ConnectionTool } from "../../../lib/mcp/connections/tool-file.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { fc } from "../../support/properties.ts";
import { createObjects } from "./support/valid-values.ts";

/** Values of which a schema says less than the contract: times, zones, rules and addresses that belong together. */
const examples: Readonly<Record<string, unknown>> = {
  calendarId: "primary",
  start: { dateTime: "2030-01-01T10:00:00Z", timeZone: "Europe/Berlin" },
  end: { dateTime: "2030-01-01T11:00:00Z", timeZone: "Europe/Berlin" },
  timeMin: "2030-01-01T10:00:00Z",
  timeMax: "2030-01-02T10:00:00Z",
  timeZone: "Europe/Berlin",
  recurrence: ["RRULE:FREQ=DAILY;COUNT=2"],
  reminders: { useDefault: true },
  to: ["ada@example.com"],
  cc: "grace@example.com",
  bcc: ["ada@example.com"],
  inReplyTo: "18c0ffee",
  pageToken: Buffer.from("page:2").toString("base64url"),
  repo: "patchbay",
};

/** What a contract needs by a rule that no schema can say, and tells in a sentence. */
const needed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  gmail_send_message: { subject: "Hello" },
};

const described = await buildConnectionTools(routes, manifests);
const contracts = new Map<string, DescribedContract>();
beforeAll(async () => {
  for (const { name, method, path } of described) {
    const row = routes.find(({ on }) => on === `${method} ${path}`);
    if (row) contracts.set(name, await loadContract(row));
  }
});

/** What the endpoint says of these arguments: the places that it refuses. */
function listRefusals(tool: ConnectionTool, input: Readonly<Record<string, unknown>>): string[] {
  const contract = contracts.get(tool.name);
  const { path, query, body } = buildRequest(tool, input);
  const pattern = new RegExp(`^${tool.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
  const variables = Object.entries(pattern.exec(path)?.groups ?? {});
  const parts = {
    path: Object.fromEntries(variables.map(([name, part]) => [name, decodeURIComponent(part)])),
    query,
    body,
  };
  return (["path", "query", "body"] as const).flatMap((place) => {
    const read = contract?.[place]?.safeParse(parts[place]);
    return read?.success === false ? [`${place} ${read.error.issues[0]?.path.join(".")}: ${read.error.message}`] : [];
  });
}

const createInputs = ({ name, inputSchema }: ConnectionTool) =>
  createObjects(inputSchema, examples).map((input) => ({ ...input, ...needed[name] }));

describe.each(described.map((tool) => [tool.name, tool] as const))("%s", (_, tool) => {
  it("accepts what fits its schema", () => {
    fc.assert(
      fc.property(createInputs(tool), (input) => {
        expect(() => checkArguments(tool.inputSchema, input)).not.toThrow();
        expect(listRefusals(tool, input)).toEqual([]);
      }),
    );
  });

  it("needs exactly the arguments that its schema requires", () => {
    const { required = [] } = tool.inputSchema;
    const [input]: Readonly<Record<string, unknown>>[] = fc.sample(createInputs(tool), 1);
    const least: Record<string, unknown> = Object.fromEntries(required.map((name) => [name, input?.[name]]));
    Object.assign(least, needed[tool.name]);
    expect(listRefusals(tool, least)).toEqual([]);
    for (const name of required.filter((one) => tool.places[one]?.in === "query" || tool.places[one]?.in === "body")) {
      const { [name]: __, ...without } = least;
      expect(listRefusals(tool, without)).not.toEqual([]);
    }
  });
});
