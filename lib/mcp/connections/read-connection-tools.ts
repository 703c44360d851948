// The stage's tools on connections, for the MCP server.
import { config } from "../../config.ts";
import type { CallEndpoint, Tool } from "../tools/tool.ts";
import { listConnectionTools } from "./list-connection-tools.ts";
import { readToolFile } from "./tool-file.ts";

/** None where the stage has not switched them on. @param folder of the file that the build wrote; the bundle's unless given */
export function readConnectionTools(callEndpoint: CallEndpoint, folder?: string): readonly Tool[] {
  const { MCP_CONNECTIONS: mode } = config("MCP_CONNECTIONS");
  return mode === undefined ? [] : listConnectionTools(readToolFile(folder), mode, callEndpoint);
}
