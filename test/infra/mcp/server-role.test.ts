// The MCP server calls our endpoints as its caller, so its own role reaches no token, connection, key or database.
import { describe, expect, it } from "vitest";
import type { Stage } from "../../../infra/config.ts";
import { listRoles } from "../support/roles.ts";
import { exampleStage, synthesize } from "../support/synthesized.ts";
import { defineDatabaseStage } from "./support/database-stage.ts";

const { mcp: database } = defineDatabaseStage();

function readServerRole(mcp: Stage["mcp"]) {
  const roles = listRoles(synthesize({ ...exampleStage, mcp })).filter(({ name }) => name.endsWith("-mcp-server"));
  expect(roles).toHaveLength(1);
  return (roles[0]?.statements ?? []).map(({ actions, resources }) => ({ actions, resources }));
}

const logs = {
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resources: [expect.stringMatching(/:log-group:\/aws\/lambda\/patchbay-prod-mcp-server:\*$/)],
};

describe("the MCP server's role", () => {
  it("may write its log and nothing else, also where assistants may write", () => {
    expect(readServerRole({ connections: "write" })).toEqual([logs]);
  });

  it("may besides read whether questions are switched on, where there is a database", () => {
    const switches = {
      actions: ["secretsmanager:GetSecretValue"],
      resources: [expect.stringMatching(/:secret:patchbay\/prod\/mcp-\?{6}$/)],
    };
    const statements = readServerRole({ ...database, connections: "write" });
    expect(statements).toHaveLength(2);
    expect(statements).toEqual(expect.arrayContaining([logs, switches]));
  });
});
