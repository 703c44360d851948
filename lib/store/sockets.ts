// Open WebSockets: one row lists them by their user, another tells a message's socket whose it is.
import { GetItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, isConditionFailure, transact } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
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

/** Rows outlive their socket for a while: whoever finds one that has expired closes the socket. */
const lingerSeconds = 3600;

export async function saveSocket(saved: Socket): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  const row = toItem({ ...saved, ttl: saved.expiresAt + lingerSeconds });
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

/** The socket that a message came from, with the number of messages it has sent so far. */
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

/** A user's sockets, expired ones too. One page holds thousands, and a user may have few. */
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
  return (Items ?? []).map((item) => fromItem(socketSchema, item));
}

export async function deleteSocket(gone: Socket): Promise<void> {
  const { TRANSIENT_TABLE: TableName } = config("TRANSIENT_TABLE");
  await transact([
    { Delete: { TableName, Key: key.socket(gone, gone.id) } },
    { Delete: { TableName, Key: key.socketId(gone.id) } },
  ]);
}
