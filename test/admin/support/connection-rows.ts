// Connections of many users, written as rows: connecting each in a browser would take minutes.
import { createHash, randomUUID } from "node:crypto";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { mapInParallel } from "../../../lib/concurrency.ts";
import type { Connection } from "../../../lib/store/connection.ts";
import { toItem } from "../../../lib/store/item.ts";
import { key } from "../../../lib/store/table.ts";
import { aConnection } from "../../support/a-connection.ts";
import { asUser, type Browser } from "../../support/api.ts";
import { dynamodb, tableName } from "../../support/aws.ts";

/** What no answer may contain. */
export const canary = "sealed-canary-token";

/** Writes connections of a tenant, each connected a second after the one before. @param change by the place in the list */
export async function writeConnections(
  org: string,
  count: number,
  change: (at: number) => Partial<Connection> = () => ({}),
): Promise<Connection[]> {
  const made = Array.from({ length: count }, (_, at) => {
    const user = `user-${at}`;
    const access = new TextEncoder().encode(canary);
    const more = { connectedAt: 1_700_000_000 + at, tokens: { default: { access, refresh: access, issuedAt: 1 } } };
    const id = createHash("sha256").update(`${org}#${at}`).digest("base64url").slice(0, 22);
    return aConnection({ tenant: `c#${org}`, user, id, provider: "slack", ...more, ...change(at) });
  });
  const client = dynamodb();
  await mapInParallel(made, 20, (one) => {
    const Item = { ...key.connection(one, one.provider, one.id), ...toItem(one) };
    return client.send(new PutItemCommand({ TableName: tableName("connections"), Item }));
  });
  return made;
}

/** A tenant that no other test uses. */
export const createOrg = (): string => `org-${randomUUID()}`;

/** An administrator of a tenant, or of the stage. */
export const asAdmin = (org?: string): Promise<Browser> =>
  asUser({ sub: `admin-${randomUUID()}`, ...(org === undefined ? { role: "stage-admin" } : { org, role: "admin" }) });

/** Reads a list to its end. @returns its pages */
export async function readPages<T>(
  read: (pageToken: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): Promise<(readonly T[])[]> {
  const pages: (readonly T[])[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await read(token);
    pages.push(items);
    token = next;
    if (pages.length > 500) throw new Error("The list does not end.");
  } while (token !== undefined);
  return pages;
}
