// Where rows that stay for good have sealed values. What is sealed elsewhere ends with its row's TTL.
import { tokenSealContext } from "../../../lib/connections/token-sets.ts";
import { apiKeySealContext } from "../../../lib/crm/api-key-seal-context.ts";
import { deletionKeyContext } from "../../../lib/deletion/subject-hash.ts";
import { connection } from "../../../lib/store/connection.ts";
import { parseConnectors } from "../../../lib/store/connectors.ts";
import { fromItem } from "../../../lib/store/item.ts";
import { decodeKeyPart } from "../../../lib/store/key-part.ts";
import { type Item, isAccountsRow } from "../../../lib/store/table.ts";
import type { SealContext } from "../../../lib/vault/seal.ts";
import { hookSealContext } from "../../../lib/webhooks/hook-secret.ts";

export interface SealedPlace {
  /** Names of members and places in lists. */
  readonly path: readonly (string | number)[];
  readonly sealed: Uint8Array;
  readonly context: SealContext;
}

/** @throws ZodError for a row of a connection or of connectors that cannot be read */
export function listSealedPlaces(item: Item): SealedPlace[] {
  const [kind] = item.pk?.S?.split("#") ?? [];
  if (kind === "owner" && item.sk?.S?.startsWith("conn#") && !isAccountsRow(item)) return listTokens(item);
  if (kind === "connectors") return listApiKeys(item);
  if (kind === "hook") return listHookSecrets(item);
  if (kind === "deletionkey") return listDeletionKey(item);
  return [];
}

function listTokens(item: Item): SealedPlace[] {
  const row = fromItem(connection, item);
  return Object.entries(row.tokens).flatMap(([set, tokens]) =>
    (["access", "refresh"] as const).flatMap((kind) => {
      const sealed = tokens[kind];
      const context = tokenSealContext(row, "connection", set, kind);
      return sealed === undefined ? [] : [{ path: ["tokens", set, kind], sealed, context }];
    }),
  );
}

function listApiKeys(item: Item): SealedPlace[] {
  const tenant = decodeKeyPart(item.pk?.S?.split("#")[1] ?? "");
  const owner = { tenant, user: tenant.slice(tenant.indexOf("#") + 1) };
  return parseConnectors(item).connectors.flatMap(({ apiKey, provider }, at) =>
    apiKey === undefined
      ? []
      : [{ path: ["connectors", at, "apiKey"], sealed: apiKey, context: apiKeySealContext(owner, provider) }],
  );
}

function listHookSecrets(item: Item): SealedPlace[] {
  const id = decodeKeyPart(item.pk?.S?.split("#")[1] ?? "");
  const sealed = item.secret?.B;
  const context = hookSealContext({ provider: item.provider?.S ?? "", id });
  return sealed === undefined ? [] : [{ path: ["secret"], sealed, context }];
}

function listDeletionKey({ secret }: Item): SealedPlace[] {
  return secret?.B === undefined ? [] : [{ path: ["secret"], sealed: secret.B, context: deletionKeyContext }];
}
