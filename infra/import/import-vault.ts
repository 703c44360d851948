import { kmsClient } from "../../lib/aws/kms.ts";
import { config } from "../../lib/config.ts";
import { createDataKeyStore } from "../../lib/store/data-keys.ts";
import { dynamo } from "../../lib/store/dynamo.ts";
import { createKeyService } from "../../lib/vault/key-service.ts";
import { createVault, type Vault } from "../../lib/vault/seal.ts";

/** The stage's vault. What it cannot do is told by its errors: a Lambda would count it for an alarm. */
export function createImportVault(): Vault {
  const env = config("STAGE", "KMS_KEY_ID", "KEY_BUCKETS", "KEY_MAX_AGE_DAYS", "CONNECTIONS_TABLE");
  return createVault({
    keys: createKeyService({ client: kmsClient({ maxAttempts: 1 }), keyId: env.KMS_KEY_ID, stage: env.STAGE }),
    store: createDataKeyStore(dynamo, env.CONNECTIONS_TABLE),
    buckets: env.KEY_BUCKETS,
    maxKeyAgeDays: env.KEY_MAX_AGE_DAYS,
    report: () => undefined,
  });
}
