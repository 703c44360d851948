// Channels come and go together with the rows that belong to them, in one transaction each.
import { randomUUID } from "node:crypto";
import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { config } from "../config.ts";
import { announcementWrite } from "./announcements.ts";
import { type Channel, hasRoute } from "./channel.ts";
import { channelKey, channelUpdate } from "./channels.ts";
import type { Connection } from "./connection.ts";
import { transacted } from "./dynamo.ts";
import { toItem } from "./item.ts";
import { key } from "./table.ts";

type ChannelChange = "active" | "lapsed" | "failed" | "stopped";

/**
 * Adds channels to a connection whose channels are still those that were read with it. Whoever disconnects meanwhile, or
 * adds others, makes this fail, so that no channel is left without its connection and none is added twice.
 * @returns false when the connection or its channels changed: read them again
 */
export async function addChannels(to: Connection, added: readonly Channel[]): Promise<boolean> {
  return transacted([...added.flatMap((one) => putsOf(to, one)), { Update: newChannelSet(to) }]);
}

function putsOf({ tenant, user, provider, id }: Connection, added: Channel): TransactWriteItem[] {
  const TableName = table();
  const Item = { ...channelKey(added), ...toItem(added) };
  const owner = toItem({ tenant, user, provider, id });
  return [
    { Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" } },
    ...routesOf(added).map((row): TransactWriteItem => ({ Put: { TableName, Item: { ...row, ...owner } } })),
  ];
}

function newChannelSet(of: Connection) {
  const { condition, values } = sameChannelSet(of);
  return {
    TableName: table(),
    Key: key.connection(of, of.provider, of.id),
    UpdateExpression: "SET channelSet = :next",
    ConditionExpression: `attribute_exists(pk) AND ${condition}`,
    ExpressionAttributeValues: { ":next": { S: randomUUID() }, ...values },
  };
}

/** That a connection has got no channel since it was read. */
export function sameChannelSet({ channelSet }: Connection) {
  if (channelSet === undefined) return { condition: "attribute_not_exists(channelSet)", values: {} };
  return { condition: "channelSet = :channelSet", values: { ":channelSet": { S: channelSet } } };
}

/**
 * Writes down what came of the work on a channel, if the claim still holds, and tells its user where it shows.
 * @returns the channel, still claimed; undefined when somebody else has taken it, or it is gone with its connection
 */
export async function settleChannel(claimed: Channel, change: Partial<Channel>): Promise<Channel | undefined> {
  const settled = { ...claimed, ...change, version: randomUUID() };
  const { version } = settled;
  const update = channelUpdate(claimed, { ...change, version }, "#version = :claimed", { claimed: claimed.version });
  const { status } = settled;
  const told = status === claimed.status || status === "pending" ? [] : [tell(claimed, status, version)];
  return (await transacted([{ Update: update }, ...told])) ? settled : undefined;
}

/** Removes a channel that no longer exists at the provider, if the claim still holds. */
export async function removeChannel(claimed: Channel): Promise<boolean> {
  return transacted([...deletesOf(claimed), tell(claimed, "stopped", claimed.version)]);
}

/** For the transaction that removes a channel as it was read. */
export function deletesOf(of: Channel): TransactWriteItem[] {
  const TableName = table();
  const row = {
    TableName,
    Key: channelKey(of),
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": { S: of.version } },
  };
  return [{ Delete: row }, ...routesOf(of).map((Key): TransactWriteItem => ({ Delete: { TableName, Key } }))];
}

const routesOf = (of: Channel) => (hasRoute(of) ? [key.route(of.provider, of.name, of, of.connection)] : []);

/** Told once per deed: the claim's version is in the key. */
function tell(of: Channel, status: ChannelChange, version: string): TransactWriteItem {
  const { tenant, user, provider, connection, name } = of;
  return announcementWrite({
    tenant,
    user,
    key: `channel#${connection}#${name}#${version}`,
    type: "channel.changed",
    data: { id: channelId(of), provider, connectionId: connection, kind: of.kind, status },
  });
}

/** The id under which front ends and administrators name a channel: its key, in a form that fits a path. */
export function channelId(of: Pick<Channel, "tenant" | "user" | "provider" | "connection" | "name">): string {
  const parts = [of.tenant, of.user, of.provider, of.connection, of.name];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

const table = () => config("CONNECTIONS_TABLE").CONNECTIONS_TABLE;
