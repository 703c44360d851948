import type { DatabaseStage } from "../../config/mcp.ts";
import { type Execute, type Row, SqlError } from "../connection.ts";
import { readerRole } from "../names.ts";
import { listAttacks } from "./attacks.ts";
import { type Finding, findNone } from "./finding.ts";

/** What came of a statement: its rows, or the state that the database gave instead. */
export type Outcome = { readonly rows: readonly Row[] } | { readonly sqlState: string };

/** Runs a statement and takes back whatever it did. */
export async function attempt(execute: Execute, sql: string): Promise<Outcome> {
  await execute("savepoint attempt");
  try {
    return { rows: await execute(sql) };
  } catch (error) {
    if (error instanceof SqlError) return { sqlState: error.sqlState };
    throw error;
  } finally {
    await execute("rollback to savepoint attempt");
  }
}

/** Who made the role may grant it to himself; a transaction that is rolled back takes that back. */
export async function joinReader(execute: Execute): Promise<void> {
  if ("rows" in (await attempt(execute, `set local role ${readerRole}`))) return;
  try {
    await execute(`grant ${readerRole} to current_user`);
  } catch (cause) {
    throw new Error(`This login may not act as ${readerRole}: use the one that made the role.`, { cause });
  }
}

/** Goes on as the reader until the transaction ends. @throws Error in one sentence when this operator may not */
export async function becomeReader(execute: Execute): Promise<void> {
  await joinReader(execute);
  await execute(`set local role ${readerRole}`);
}

/** Tries each attack as the reader, who must lack the right. Insufficient privilege is 42501. */
export async function tryAttacks(execute: Execute, tables: DatabaseStage["tables"]): Promise<Finding> {
  const succeeded: string[] = [];
  for (const { what, sql } of listAttacks(tables)) {
    const outcome = await attempt(execute, sql);
    if ("rows" in outcome) succeeded.push(what);
    else if (outcome.sqlState !== "42501") succeeded.push(`${what} (${outcome.sqlState} and not for want of a right)`);
  }
  return findNone(succeeded, {
    holds: "Acting as the reader, it could read no table and no key, write nothing and reach no file.",
    otherwise: "Acting as the reader, what must fail did not",
  });
}
