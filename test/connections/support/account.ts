// A user with one connected account, and its stored connection.
import { QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { type Connection, connection } from "../../../lib/store/connection.ts";
import { fromItem, updateExpression } from "../../../lib/store/item.ts";
import type { Owner } from "../../../lib/store/owner.ts";
import { connectionSort, key, ownerPartition } from "../../../lib/store/table.ts";
import { asUser, type Browser, type Person } from "../../support/api.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { type Consent, connectInBrowser } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";

export interface Account {
  readonly provider: ProviderId;
  readonly person: Required<Pick<Person, "sub" | "org">>;
  readonly user: Browser;
  /** The stored connection; undefined once it is disconnected. */
  readStored(): Promise<Connection>;
  /** Overwrites fields of the stored connection. */
  change(fields: Partial<Record<keyof Connection, unknown>>): Promise<void>;
  /** Sets the remaining lifetime of every token, in seconds, out of an hour. */
  setRemainingSeconds(seconds: number): Promise<void>;
}

export const getSandbox = (provider: ProviderId) =>
  sandbox(manifests.find(({ id }) => id === provider)?.application ?? provider);

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** Connects an account of a new user. */
export async function connectAccount(provider: ProviderId, consent: Consent = {}): Promise<Account> {
  const person = { sub: `user-${crypto.randomUUID()}`, org: "acme" };
  const user = await asUser(person);
  const done = await connectInBrowser(user, provider, consent);
  expect(done.location?.searchParams.get("status")).toBe("success");
  return createAccount(provider, person, user);
}

/** @param owner whose connection it is; by default the person's */
export function createAccount(
  provider: ProviderId,
  person: Account["person"],
  user: Browser,
  owner: Owner = { tenant: `c#${person.org}`, user: person.sub },
): Account {
  const readStored = async () => {
    const [found] = await readStoredRows(owner, provider);
    if (found === undefined) throw new Error(`${person.sub} has no ${provider} connection`);
    return found;
  };
  const change: Account["change"] = async (fields) => {
    const { id } = await readStored();
    const update = { TableName: tableName("connections"), Key: key.connection(owner, provider, id) };
    await dynamodb().send(new UpdateItemCommand({ ...update, ...updateExpression(fields) }));
  };
  const setRemainingSeconds: Account["setRemainingSeconds"] = async (seconds) => {
    const expiresAt = nowSeconds() + seconds;
    const { tokens } = await readStored();
    const sets = Object.entries(tokens).map(([set, token]) => [
      set,
      { ...token, issuedAt: expiresAt - 3600, expiresAt },
    ]);
    await change({ tokens: Object.fromEntries(sets) });
  };
  return { provider, person, user, readStored, change, setRemainingSeconds };
}

async function readStoredRows(owner: { tenant: string; user: string }, provider: ProviderId) {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName("connections"),
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
      ExpressionAttributeValues: { ":pk": { S: ownerPartition(owner) }, ":sk": { S: connectionSort(provider) } },
    }),
  );
  return Items.map((item) => fromItem(connection, item));
}
