// Open WebSockets. Each has two rows: one to list a user's sockets, one to find a socket's user.
import { GetItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, isConditionFailure, transact } from "./dynamo.ts";
import { fromItem, parseReadableItems, toItem } from "./item.ts";
import type { Owner } from "./owner.ts";
import { key, socketPartition } from "./table.ts";

const socketSchema = z.object({
  id: z.string(),
  tenant: z.string(),
  user: z.string(),
  /** Both in epoch seconds. */
  connectedAt: z.number(),
  expiresAt: z.number(),
});
export type Socket = z.output<typeof socketSchema>;
const countedSocketSchema = socketSchema.extend({ heard: z.number() });

/** How long rows stay after expiry, so that the socket of an expired row can still be closed. */
const expiredRetentionSeconds = 3600;

export async function saveSocket(saved: Socket): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const row = toItem({ ...saved, ttl: saved.expiresAt + expiredRetentionSeconds });
  await transact([
    { Put: { TableName, Item: { ...key.socket(saved, saved.id), ...row } } },
    { Put: { TableName, Item: { ...key.socketId(saved.id), ...row } } },
  ]);
}

export async function readSocket(id: string): Promise<Socket | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key: key.socketId(id), ConsistentRead: true }));
  return Item && fromItem(socketSchema, Item);
}

/** Counts a message of a socket. @returns the socket with its number of messages (`heard`); undefined if it is not known */
export async function countMessage(id: string): Promise<(Socket & { heard: number }) | undefined> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  try {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName,
        Key: key.socketId(id),
        UpdateExpression: "ADD heard :one",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":one": { N: "1" } },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes && fromItem(countedSocketSchema, Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** Lists a user's sockets, including expired ones, without unreadable ones. One page is enough, since the number per user is limited. */
export async function listSockets(owner: Owner): Promise<Socket[]> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: socketPartition(owner) } },
    }),
  );
  return parseReadableItems(socketSchema, Items ?? [], "socket");
}

export async function deleteSocket(socket: Socket): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  await transact([
    { Delete: { TableName, Key: key.socket(socket, socket.id) } },
    { Delete: { TableName, Key: key.socketId(socket.id) } },
  ]);
}
