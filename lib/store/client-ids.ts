// OAuth client ids of all providers, in one parameter per stage. A provider with a client id is configured.
import { GetParameterCommand, ParameterNotFound } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { ssmClient } from "../aws/ssm.ts";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { ttlCached } from "../ttl-cache.ts";
import { operatorValueTtl } from "./operator-value-ttl.ts";

const clientIds = z.record(z.string(), z.string().min(1));

const ssm = ssmClient({ maxAttempts: 2 });

const readCachedClientIds = ttlCached(async () => {
  const { CLIENT_IDS_PARAMETER: Name } = config("CLIENT_IDS_PARAMETER");
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    return clientIds.parse(JSON.parse(Parameter?.Value ?? "{}"));
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}, operatorValueTtl);

/** Reads the client ids of the configured providers. @throws Problem provider_unavailable if Parameter Store does not answer */
export async function readClientIds(): Promise<Readonly<Record<string, string>>> {
  return (await readCachedClientIds()) ?? {};
}
