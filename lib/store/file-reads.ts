// How often a tenant's files were read at a provider, a row for each file and UTC day.
import { paginateQuery, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { dynamo } from "./dynamo.ts";
import { parseReadableItems } from "./item.ts";
import { decodeKeyPart } from "./key-part.ts";
import { fileReadsRange, key, usagePartition } from "./table.ts";
import { getUsageTable } from "./usage-table.ts";

export interface FileReads {
  readonly fileKey: string;
  readonly reads: number;
  /** Epoch seconds. */
  readonly lastRead: number;
  /** As it was called last; undefined where only its comments or the like were read. */
  readonly name?: string | undefined;
}

const rowSchema = z.object({
  sk: z.string(),
  reads: z.number(),
  lastRead: z.number(),
  name: z.string().optional(),
});

/** The longest period that is asked for, and a day. */
const keptDays = 91;

/** Adds to the reads of a file on a day. */
export async function addFileReads(tenant: string, day: string, { fileKey, reads, lastRead, name }: FileReads) {
  const ttl = Math.floor(Date.parse(day) / 1000) + keptDays * 86_400;
  const named = name === undefined ? "" : ", #name = :name";
  await dynamo.send(
    new UpdateItemCommand({
      TableName: getUsageTable(),
      Key: key.fileReads(tenant, day, fileKey),
      UpdateExpression: `SET #ttl = :ttl, #lastRead = :lastRead${named} ADD #reads :reads`,
      ExpressionAttributeNames: {
        "#ttl": "ttl",
        "#lastRead": "lastRead",
        "#reads": "reads",
        ...(name !== undefined && { "#name": "name" }),
      },
      ExpressionAttributeValues: {
        ":ttl": { N: String(ttl) },
        ":lastRead": { N: String(lastRead) },
        ":reads": { N: String(reads) },
        ...(name !== undefined && { ":name": { S: name } }),
      },
    }),
  );
}

/** Of 1 MB, which is some thousand rows. */
const maxPages = 10;

/** Lists the files that a tenant read from the first day to the last. Of very many rows the oldest days are left out. */
export async function listFileReads(tenant: string, first: string, last: string): Promise<FileReads[]> {
  const [from, to] = fileReadsRange(first, last);
  const files = new Map<string, FileReads>();
  let pages = 0;
  const query = paginateQuery(
    { client: dynamo },
    {
      TableName: getUsageTable(),
      ScanIndexForward: false,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: { ":pk": { S: usagePartition({ tenant }) }, ":from": { S: from }, ":to": { S: to } },
    },
  );
  for await (const { Items = [] } of query) {
    for (const { sk, ...row } of parseReadableItems(rowSchema, Items, "file reads")) {
      const fileKey = decodeKeyPart(sk.split("#")[2] ?? "");
      files.set(fileKey, addUp({ fileKey, ...row }, files.get(fileKey)));
    }
    pages += 1;
    if (pages === maxPages) break;
  }
  return [...files.values()];
}

/** @param later of a later day, if there is one */
const addUp = (of: FileReads, later: FileReads | undefined): FileReads =>
  later === undefined ? of : { ...later, reads: later.reads + of.reads, name: later.name ?? of.name };
