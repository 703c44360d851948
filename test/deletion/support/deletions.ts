// Asks for deletions as administrators do, follows them, and searches every table for what must not be there.
import { PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { expect } from "vitest";
import { z } from "zod";
import { type TableName, tableNames } from "../../../infra/names.ts";
import type { Owner } from "../../../lib/store/owner.ts";
import type { RowKind } from "../../../lib/store/row-kind.ts";
import { type Answer, asUser, type Browser } from "../../support/api.ts";
import { dynamodb, tableName } from "../../support/aws.ts";
import { createExampleRows } from "./example-rows.ts";

/** An administrator of a tenant, or of the stage. */
export const createAdmin = (org?: string): Promise<Browser> =>
  asUser({ sub: `admin-${crypto.randomUUID()}`, ...(org ? { org, role: "admin" } : { role: "stage-admin" }) });

const started = z.object({ id: z.string(), url: z.string(), status: z.string() });
const report = z.looseObject({
  status: z.string(),
  phase: z.string(),
  run: z.number(),
  removed: z.record(z.string(), z.number()),
  failed: z.record(z.string(), z.number()),
  waiting: z.object({ grants: z.number() }),
  failure: z.object({ error: z.string(), attempts: z.number() }).optional(),
  stays: z.array(z.string()),
});
export type Report = z.output<typeof report>;

/** @param path such as `/api/admin/users/ada` @param id what the body repeats */
export const requestDeletion = (admin: Browser, path: string, id?: string): Promise<Answer> =>
  admin.request(path, { method: "DELETE", body: { id: id ?? decodeURIComponent(path.split(/[/?]/)[4] ?? "") } });

export async function startDeletion(admin: Browser, path: string): Promise<z.output<typeof started>> {
  const { status, json } = await requestDeletion(admin, path);
  expect(status).toBe(202);
  return started.parse(json);
}

export async function readReport(admin: Browser, url: string): Promise<Report> {
  return report.parse((await admin.get(url)).json);
}

/** Waits for the end: what is under way is given two and a half minutes, and the audit half a minute more. */
export async function waitUntilFinished(admin: Browser, url: string): Promise<Report> {
  await expect
    .poll(async () => (await readReport(admin, url)).status, { timeout: 420_000, interval: 2000 })
    .toBe("finished");
  return readReport(admin, url);
}

/** Every row of every table as text, with sealed bytes as what they would say if they were not sealed. */
async function listRowTexts(): Promise<{ table: TableName; pk: string; text: string }[]> {
  const found: { table: TableName; pk: string; text: string }[] = [];
  for (const table of tableNames) {
    let ExclusiveStartKey: Record<string, never> | undefined;
    do {
      const page = await dynamodb().send(
        new ScanCommand({ TableName: tableName(table), ConsistentRead: true, ExclusiveStartKey }),
      );
      for (const item of page.Items ?? []) {
        const row = unmarshall(item);
        const bytes = (_: string, value: unknown) =>
          value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value;
        found.push({ table, pk: String(row.pk), text: decodeText(JSON.stringify(row, bytes)) });
      }
      ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
    } while (ExclusiveStartKey !== undefined);
  }
  return found;
}

/** Keys encode their parts: what is searched for must be found in them too. */
function decodeText(text: string): string {
  try {
    return `${text} ${decodeURIComponent(text)}`;
  } catch {
    return text;
  }
}

/** Where one of these words is. */
export async function findTraces(...words: string[]): Promise<string[]> {
  const rows = await listRowTexts();
  return rows.filter(({ text }) => words.some((word) => text.includes(word))).map(({ table, pk }) => `${table}: ${pk}`);
}

/** Writes a row of these kinds of an owner; each has the name somewhere. */
export async function plantRows(owner: Owner, name: string, kinds: readonly RowKind[]): Promise<void> {
  const rows = createExampleRows(owner, name);
  for (const kind of kinds) {
    const { table, item } = rows[kind];
    await dynamodb().send(new PutItemCommand({ TableName: tableName(table), Item: item }));
  }
}
