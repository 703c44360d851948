// What an import time is measured against: the import of clients that most entries have too, in versions that package-lock.json pins.
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { DecryptCommand, KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod";

z.config({ jitless: true });

export const handler = async (): Promise<unknown> => [
  new DynamoDBClient({ region: "eu-central-1" }),
  new KMSClient({ region: "eu-central-1" }),
  GetItemCommand,
  TransactWriteItemsCommand,
  DecryptCommand,
  z.object({ id: z.string() }),
];
