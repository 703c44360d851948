// What the user's own connections can do, as tools. They call our own endpoints, so limits, audit and grants are those of the endpoints.
import { buildConnectUrl } from "../../connections/reconnect-url.ts";
import { Problem, restateProblem } from "../../errors.ts";
import { requireSuccess } from "../tools/require-success.ts";
import type { CallEndpoint, Tool, ToolCaller, ToolResult } from "../tools/tool.ts";
import { assertWritesAllowed } from "./assert-writes-allowed.ts";
import { buildRequest } from "./build-request.ts";
import { checkArguments } from "./check-arguments.ts";
import { markForeign } from "./mark-foreign.ts";
import { sendChange } from "./send-change.ts";
import type { ConnectionTool } from "./tool-file.ts";

/** What a stage allows: reading, or also writing for users who said so. */
export type ConnectionsMode = "read" | "write";

/** The tools of a mode, in the file's order. While a stage only reads, there is no tool that writes. */
export const listConnectionTools = (
  described: readonly ConnectionTool[],
  mode: ConnectionsMode,
  callEndpoint: CallEndpoint,
): readonly Tool[] =>
  described.filter(({ isWrite }) => mode === "write" || !isWrite).map((tool) => createTool(tool, callEndpoint));

function createTool(tool: ConnectionTool, callEndpoint: CallEndpoint): Tool {
  const { name, title, description, inputSchema, isWrite } = tool;
  const kind = isWrite
    ? { readOnlyHint: false, destructiveHint: true, idempotentHint: true }
    : { readOnlyHint: true, destructiveHint: false, idempotentHint: true };
  return {
    name,
    title,
    description,
    inputSchema,
    annotations: { ...kind, openWorldHint: tool.provider !== undefined },
    call: (input, caller) => callConnectionTool(tool, input, caller, callEndpoint),
  };
}

async function callConnectionTool(
  tool: ConnectionTool,
  input: Readonly<Record<string, unknown>>,
  caller: ToolCaller,
  callEndpoint: CallEndpoint,
): Promise<ToolResult> {
  checkArguments(tool.inputSchema, input);
  const request = buildRequest(tool, input);
  if (tool.isWrite) await assertWritesAllowed(tool, caller, callEndpoint);
  const answer = await (tool.isWrite ? sendChange(callEndpoint, request, caller) : callEndpoint(request, caller));
  try {
    return markForeign(tool.source, takeData(requireSuccess(answer)));
  } catch (error) {
    throw withConnectUrl(error, tool.provider);
  }
}

/** Some endpoints give their data twice, for clients of the systems before: in an envelope, and beside it. */
function takeData(body: unknown): unknown {
  const { success, data } = Object(body);
  return success === true && data !== undefined ? data : body;
}

/** An account that is not connected has no URL of its own: it is connected on the settings page. */
function withConnectUrl(error: unknown, provider: string | undefined): unknown {
  if (!(error instanceof Problem) || error.code !== "not_connected" || provider === undefined) return error;
  return restateProblem(error, { members: { reconnectUrl: buildConnectUrl({ id: provider }), ...error.members } });
}
