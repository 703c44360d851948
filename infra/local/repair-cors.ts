// MiniStack 1.5.33 stores CORS settings under their CloudFormation names (AllowOrigins), but its gateway reads the API's
// names (allowOrigins), so it refuses every preflight.
import { z } from "zod";
import { gatewayAuthorization } from "./emulator.ts";

const apiSchema = z.object({ corsConfiguration: z.record(z.string(), z.unknown()).optional() });

/** Rewrites the deployed CORS settings of an HTTP API under the names that the emulator's gateway reads. */
export async function repairCors(endpoint: string, apiId: string): Promise<void> {
  const url = `${endpoint}/v2/apis/${apiId}`;
  const { corsConfiguration } = apiSchema.parse(
    await (await fetch(url, { headers: { authorization: gatewayAuthorization } })).json(),
  );
  if (!corsConfiguration) return;
  const repaired = Object.fromEntries(
    Object.entries(corsConfiguration).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
  await fetch(url, {
    method: "PATCH",
    headers: { authorization: gatewayAuthorization, "content-type": "application/json" },
    body: JSON.stringify({ corsConfiguration: repaired }),
  });
}
