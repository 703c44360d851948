// The tools of assistants on their user's connections, from the table and the contracts of the endpoints.
import type { ConnectionTool } from "../../lib/mcp/connections/tool-file.ts";
import type { DataEndpoint, Manifest } from "../../lib/providers/manifest.ts";
import { type DescribedContract, loadContract } from "../openapi/contracts.ts";
import type { Route } from "../route.ts";
import { describeArguments } from "./tool-arguments.ts";

interface ToolRow extends Pick<ConnectionTool, "name" | "title" | "source"> {
  readonly provider?: string;
  readonly on: DataEndpoint["on"];
}

const ours = "this user's connected accounts";

/** Tools that ask no provider. */
const ownRows: readonly ToolRow[] = [
  { name: "integrations_list", title: "List connected accounts", on: "GET /api/integrations", source: ours },
  { name: "activity_list", title: "List what happened", on: "GET /api/v1/activity", source: ours },
];

const listRows = (manifests: readonly Manifest[]): ToolRow[] => [
  ...ownRows,
  ...manifests.flatMap(({ id, displayName, tools = {} }) =>
    Object.entries(tools).map(([name, on]) => ({
      name: `${id}_${name}`,
      title: `${displayName}: ${name.replaceAll("_", " ")}`,
      provider: id,
      source: displayName,
      on,
    })),
  ),
];

/**
 * Describes the tools in a stable order. Imports the endpoints' entries, and changes this process's environment for that.
 * @throws Error for a tool whose endpoint is missing, is not for users, or changes something without an Idempotency-Key
 */
export async function buildConnectionTools(
  routes: readonly Route[],
  manifests: readonly Manifest[],
): Promise<readonly ConnectionTool[]> {
  const tools: ConnectionTool[] = [];
  // One after the other, because each entry reads its own Lambda's environment.
  for (const row of listRows(manifests)) {
    const route = routes.find(({ on }) => on === row.on);
    if (route?.caller !== "user") throw new Error(`${row.on} of the tool ${row.name} is no endpoint for users.`);
    tools.push(describeTool(row, await loadContract(route)));
  }
  return tools;
}

export function describeTool({ on, ...row }: ToolRow, contract: DescribedContract): ConnectionTool {
  const [method, path = ""] = splitOn(on);
  const isWrite = method !== "GET";
  if (isWrite && row.provider === undefined) throw new Error(`${row.name} has no provider whose settings allow it.`);
  if (isWrite && !contract.once) throw new Error(`${on} takes no Idempotency-Key, so ${row.name} could be done twice.`);
  const described = describeArguments(row.name, contract, isWrite);
  return { ...row, description: contract.about ?? row.title, method, path, isWrite, ...described };
}

function splitOn(on: DataEndpoint["on"]): [method: ConnectionTool["method"], path: string] {
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
  const method = methods.find((one) => on.startsWith(`${one} `)) ?? "GET";
  return [method, on.slice(method.length + 1)];
}
