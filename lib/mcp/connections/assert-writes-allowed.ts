// Whether the user lets assistants write to a provider: said on the settings page, and by no tool.
import { buildConnectUrl } from "../../connections/reconnect-url.ts";
import { Problem } from "../../errors.ts";
import { requireSuccess } from "../tools/require-success.ts";
import type { CallEndpoint, ToolCaller } from "../tools/tool.ts";
import type { ConnectionTool } from "./tool-file.ts";

/**
 * Reads the user's settings anew for every change, as the user.
 * @throws Problem forbidden with `settingsUrl`, unless they say that assistants may write; as the endpoint when it does not answer
 */
export async function assertWritesAllowed(
  { provider = "", source }: ConnectionTool,
  caller: ToolCaller,
  callEndpoint: CallEndpoint,
): Promise<void> {
  const path = `/api/integrations/${encodeURIComponent(provider)}/settings`;
  const settings: unknown = requireSuccess(await callEndpoint({ method: "GET", path }, caller));
  if (Object(settings).assistantWrites === true) return;
  throw new Problem("forbidden", {
    detail: `You have not allowed assistants to write in ${source}. Only you can, on the settings page.`,
    members: { settingsUrl: buildConnectUrl({ id: provider }) },
  });
}
