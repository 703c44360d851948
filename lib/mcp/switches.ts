// Whether the operator has switched questions to the database on: `npm run secrets` writes it, from the names of the earlier server.
import { readMcpSwitches } from "../store/secrets.ts";

export interface Switches {
  readonly isOn: boolean;
  readonly isCaching: boolean;
}

/**
 * Off where the operator has written nothing. Connecting (`MCP_AUTO_CONNECT`) and PostgreSQL (`MCP_POSTGRES_ENABLED`) must both be on.
 * @throws Problem provider_unavailable when Secrets Manager does not answer, Error for a secret of another shape
 */
export async function readSwitches(): Promise<Switches> {
  const text = await readMcpSwitches();
  if (text === undefined) return { isOn: false, isCaching: false };
  const { autoConnect, postgres, caching } = Object(JSON.parse(text));
  return { isOn: autoConnect === true && postgres === true, isCaching: caching === true };
}
