import { readSecretText } from "../aws/read-secret.ts";
import { Problem } from "../errors.ts";
import { count } from "../metrics.ts";
import { retry } from "../retry.ts";
import { ttlCache } from "../ttl-cache.ts";
import { operatorValueTtl } from "./operator-value-ttl.ts";
import { listActive, parseSecret, type Secret } from "./secret-value.ts";

const secrets = ttlCache<Secret | undefined>(operatorValueTtl);

/**
 * The secrets by which requests of the stage's edge are known: the current one and, during a rotation, the previous one.
 * @param id of the secret
 * @throws Problem not_configured where there is none, provider_unavailable where it cannot be read; an alarm watches both
 */
export async function readOriginSecrets(id: string): Promise<string[]> {
  try {
    const active = listActive(await secrets.read(id, () => loadSecret(id)));
    if (active.length > 0) return active;
  } catch (cause) {
    count("SecretMissing");
    throw new Problem("provider_unavailable", { retryAfter: 5, cause });
  }
  count("SecretMissing");
  throw new Problem("not_configured");
}

async function loadSecret(id: string): Promise<Secret | undefined> {
  const text = await retry(() => readSecretText(id), { maxAttempts: 2, isRetryable: () => true });
  return text === undefined ? undefined : parseSecret(tryParseJson(text));
}

/** A parser's message would quote the secret. */
function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
