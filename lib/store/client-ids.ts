// OAuth client ids of all providers, in one parameter per stage. A provider with a client id is configured.
import { GetParameterCommand, ParameterNotFound } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { ssmClient } from "../aws/ssm.ts";
import { config } from "../config.ts";
import { runWithDeadline } from "../deadline.ts";
import { Problem } from "../errors.ts";
import { ttlCached } from "../ttl-cache.ts";
import { createClientIdsTtl } from "./operator-value-ttl.ts";

const clientIds = z.record(z.string(), z.string().min(1));

/** The SDK waits longer, and by a random time, before each attempt: a burst of new containers is spread over seconds. */
const ssm = ssmClient({ maxAttempts: 6, requestTimeoutMs: 1000 });

/** Below the time that a person waits for a start, and a provider for a callback. */
const readTimeoutMs = 6000;

const readCachedClientIds = ttlCached(async () => {
  const { CLIENT_IDS_PARAMETER: Name } = config("CLIENT_IDS_PARAMETER");
  try {
    const { Parameter } = await runWithDeadline(readTimeoutMs, (abortSignal) =>
      ssm.send(new GetParameterCommand({ Name }), { abortSignal }),
    );
    return clientIds.parse(JSON.parse(Parameter?.Value ?? "{}"));
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw new Problem("provider_unavailable", { retryAfter: 5, cause: error });
  }
}, createClientIdsTtl());

/** Reads the client ids of the configured providers. @throws Problem provider_unavailable if Parameter Store does not answer */
export async function readClientIds(): Promise<Readonly<Record<string, string>>> {
  return (await readCachedClientIds()) ?? {};
}
