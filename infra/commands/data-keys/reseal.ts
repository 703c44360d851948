// Seals anew what is sealed under an old data key.
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { mapInParallel } from "../../../lib/concurrency.ts";
import { tryWrite } from "../../../lib/store/dynamo.ts";
import type { Item } from "../../../lib/store/table.ts";
import { getVaultFailure } from "../../../lib/vault/failures.ts";
import { bucketName } from "../../../lib/vault/key-id.ts";
import { parseRecord } from "../../../lib/vault/record.ts";
import { type KeyAdministration, type SealedTable, sealedTables } from "./administration.ts";
import { scanTable } from "./scan-table.ts";
import { listSealedPlaces, type SealedPlace } from "./sealed-places.ts";

export interface Resealed {
  /** Values that are sealed under the newest key now. */
  resealed: number;
  /** Values that a Lambda replaced in the meantime. */
  replaced: number;
  /** Rows that cannot be read, and values that do not open. */
  unreadable: number;
}

export interface ResealScope {
  /** The newest version of each bucket, by the bucket's name. */
  readonly newest: ReadonlyMap<string, number>;
  /** Whose rows are sealed anew. */
  readonly includes: (tenant: string) => boolean;
}

/** Rows at a time: each needs a write, and the wait is the network's. */
const maxAtOnce = 16;

/**
 * Goes through all rows that stay, and seals anew what is under an old key. It may be broken off and repeated: what is done is passed
 * over. It changes nothing but the sealed bytes, and only where they are still those that it read, so a token that a Lambda stores
 * meanwhile is never overwritten, and no refresh under way is disturbed.
 * @throws Problem provider_unavailable where KMS refuses or does not answer
 */
export async function resealRows(administration: KeyAdministration, scope: ResealScope): Promise<Resealed> {
  const done: Resealed = { resealed: 0, replaced: 0, unreadable: 0 };
  for (const table of sealedTables.filter((name) => name !== "deliveries")) {
    const pages = scanTable(administration, table, () => `, ${done.resealed} values sealed anew`);
    for await (const items of pages)
      await mapInParallel(items, maxAtOnce, (item) => resealItem(administration, scope, { table, item }, done));
  }
  return done;
}

interface Row {
  readonly table: SealedTable;
  readonly item: Item;
}

async function resealItem(administration: KeyAdministration, scope: ResealScope, row: Row, done: Resealed) {
  for (const place of findStalePlaces(scope, row.item, done)) {
    const fresh = await sealAnew(administration, place);
    if (fresh === undefined) done.unreadable++;
    else if (await replaceSealed(administration, row, place, fresh)) done.resealed++;
    else done.replaced++;
  }
}

function findStalePlaces({ newest, includes }: ResealScope, item: Item, done: Resealed): SealedPlace[] {
  try {
    return listSealedPlaces(item).filter(({ sealed, context }) => {
      const keyId = parseRecord(sealed)?.keyId;
      return keyId && includes(context.tenant) && keyId.version < (newest.get(bucketName(keyId)) ?? 0);
    });
  } catch {
    done.unreadable++;
    return [];
  }
}

/** @returns undefined for a value that does not open */
async function sealAnew({ vault }: KeyAdministration, { sealed, context }: SealedPlace) {
  try {
    const plaintext = await vault.unsealBytes(sealed, context);
    return await vault.seal(plaintext, context).finally(() => plaintext.fill(0));
  } catch (error) {
    if (getVaultFailure(error) === "VaultTampered") return undefined;
    throw error;
  }
}

/** @returns false if the value is another by now */
function replaceSealed(
  { client, tables }: KeyAdministration,
  { table, item }: Row,
  { path, sealed }: SealedPlace,
  fresh: Uint8Array,
): Promise<boolean> {
  const names = path.filter((part) => typeof part === "string");
  const place = path.map((part) => (typeof part === "string" ? `.#p${names.indexOf(part)}` : `[${part}]`)).join("");
  const expression = place.slice(1);
  return tryWrite(
    client.send(
      new UpdateItemCommand({
        TableName: tables[table],
        Key: { pk: item.pk ?? { NULL: true }, sk: item.sk ?? { NULL: true } },
        UpdateExpression: `SET ${expression} = :fresh`,
        ConditionExpression: `${expression} = :sealed`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#p${at}`, name])),
        ExpressionAttributeValues: { ":fresh": { B: fresh }, ":sealed": { B: sealed } },
      }),
    ),
  );
}
