// The sealed key under which ids of deletions are hashed. One for the stage; it stays as long as there are markers.
import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { config } from "../config.ts";
import { dynamo, tryWrite } from "./dynamo.ts";
import { fromItem, toItem } from "./item.ts";
import { key } from "./table.ts";

const rowSchema = z.object({ secret: z.custom<Uint8Array>((value) => value instanceof Uint8Array) });

/** @returns undefined where nothing was ever deleted */
export async function readDeletionKey(): Promise<Uint8Array | undefined> {
  const get = new GetItemCommand({ TableName: table(), Key: key.deletionKey(), ConsistentRead: true });
  const { Item } = await dynamo.send(get);
  return Item && fromItem(rowSchema, Item).secret;
}

/** Stores the key unless there is one: another would find no marker any more. @returns whether it was stored */
export const createDeletionKey = (secret: Uint8Array): Promise<boolean> =>
  tryWrite(
    dynamo.send(
      new PutItemCommand({
        TableName: table(),
        Item: { ...key.deletionKey(), ...toItem({ secret }) },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    ),
  );

const table = () => config("CONNECTIONS_TABLE").CONNECTIONS_TABLE;
