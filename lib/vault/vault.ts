// The vault of a Lambda, configured by its environment.
import { kmsClient } from "../aws/kms.ts";
import { config } from "../config.ts";
import { log } from "../log.ts";
import { count } from "../metrics.ts";
import { createDataKeyStore } from "../store/data-keys.ts";
import { dynamo } from "../store/dynamo.ts";
import { createKeyService } from "./key-service.ts";
import { createVault, type RotatingVault, type Vault } from "./seal.ts";

let vault: RotatingVault | undefined;

/** Returns the container's vault, created on first use. @throws Error naming a missing environment variable */
export function getVaultFromEnvironment(): Vault {
  vault ??= buildVault();
  return vault;
}

function buildVault(): RotatingVault {
  const env = config("STAGE", "KMS_KEY_ID", "KEY_BUCKETS", "KEY_MAX_AGE_DAYS", "CONNECTIONS_TABLE");
  const client = kmsClient({ maxAttempts: 1 });
  return createVault({
    keys: createKeyService({ client, keyId: env.KMS_KEY_ID, stage: env.STAGE }),
    store: createDataKeyStore(dynamo, env.CONNECTIONS_TABLE),
    buckets: env.KEY_BUCKETS,
    maxKeyAgeDays: env.KEY_MAX_AGE_DAYS,
    report(failure, { purpose, provider }) {
      // Without dimensions, so that one alarm covers all providers; the log line has the details.
      count(failure);
      log.error("The vault could not use a data key or a record.", { failure, purpose, provider });
    },
  });
}
