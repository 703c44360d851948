// Which tools a stage has, as its configuration and its operator's switches say.
import { readConnectionTools } from "../connections/read-connection-tools.ts";
import { readMcpSettings } from "../settings.ts";
import { readSwitches } from "../switches.ts";
import { createCallEndpoint } from "../tools/call-endpoint.ts";
import { createDatabaseTools } from "../tools/database-tools.ts";
import { listTools } from "../tools/list-tools.ts";
import type { Tool } from "../tools/tool.ts";

const callEndpoint = createCallEndpoint();

/** Those about the database: none in a stage without one, and while questions are switched off. @throws Problem provider_unavailable */
export async function listDatabaseTools(): Promise<readonly Tool[]> {
  if (process.env.MCP_SETTINGS === undefined) return [];
  const { isOn } = await readSwitches();
  return isOn ? createDatabaseTools(readMcpSettings(), callEndpoint) : [];
}

/** All of them; none where everything is off. @throws Problem provider_unavailable */
export const listAvailableTools = async (): Promise<readonly Tool[]> =>
  listTools(await listDatabaseTools(), readConnectionTools(callEndpoint));
