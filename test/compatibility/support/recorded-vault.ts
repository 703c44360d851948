// A vault over the recorded data keys: their rows are read as any others are, and the fixtures' key service unwraps them.
import { createDataKeyStore } from "../../../lib/store/data-keys.ts";
import { dynamo } from "../../../lib/store/dynamo.ts";
import { createVault, type Vault } from "../../../lib/vault/seal.ts";
import { fixtureKeyService } from "./fixture-key.ts";
import { readFields, recordedRows } from "./recorded.ts";

/** Its rows come from `recordedTables`, which must have been started. */
export function recordedVault(): Vault {
  const wrappedKeys = recordedRows("connections", "key#").map((row) => {
    const [, purpose = "", provider = "", bucket] = row.pk.S.split("#");
    return {
      wrapped: Buffer.from(readFields(row).wrapped as Uint8Array),
      bucket: { purpose, provider, bucket: Number(bucket) },
    };
  });
  return createVault({
    keys: fixtureKeyService((wrapped) => wrappedKeys.find((key) => key.wrapped.equals(wrapped))?.bucket),
    store: createDataKeyStore(dynamo, "connections"),
    buckets: 16,
    maxKeyAgeDays: 365,
    report: () => {},
    deadlineMs: 20_000,
  });
}
