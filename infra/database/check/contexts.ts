// Whether the database believes exactly the contexts that we sign, for it, and now.
import type { DatabaseStage } from "../../config/mcp.ts";
import type { Execute } from "../connection.ts";
import { ownSchema, viewSchema } from "../names.ts";
import { quoteName, quoteText } from "../quote.ts";
import { type Finding, findNone } from "./finding.ts";
import { attempt, becomeReader } from "./try-attacks.ts";

/** Signs as the Lambdas do, with the stage's key. */
export type SignContext = (
  context: { readonly tenant: string | undefined; readonly user: string },
  database: string,
  now: Date,
) => string;

/** A tenant and a user that nobody is. */
const nobody = { tenant: "patchbay-check", user: "patchbay-check" };

/** @param sign undefined when there is no key yet */
export async function checkContexts(execute: Execute, tables: DatabaseStage["tables"], sign?: SignContext) {
  if (!sign)
    return [
      { state: "missing", text: "There is no key for contexts: run this command without --check." },
    ] satisfies Finding[];
  const [row] = await execute(
    "select pg_catalog.current_database()::text as name, pg_catalog.clock_timestamp()::text as now",
  );
  const [name, now] = [String(row?.name), new Date(String(row?.now))];
  const signed = sign(nobody, name, now);
  const believed = await readTenant(execute, signed);
  const refused = await findBelieved(execute, listForgeries(sign, name, now));
  await execute("set local statement_timeout = '10s'");
  await setContext(execute, signed);
  await becomeReader(execute);
  return [
    believed === nobody.tenant
      ? { state: "holds", text: "The database believes what the Lambdas sign." }
      : {
          state: "missing",
          text: "The database does not believe what the Lambdas sign: its clock or the stage's key differs.",
        },
    refused,
    ...(await openViews(execute, tables)),
    await findVisibleRows(execute, tables),
  ] satisfies Finding[];
}

const setContext = (execute: Execute, text: string) =>
  execute("select pg_catalog.set_config('patchbay.context', $1::text, true)", [text]);

async function readTenant(execute: Execute, text: string): Promise<unknown> {
  await setContext(execute, text);
  return (await execute(`select ${ownSchema}.tenant() as tenant`))[0]?.tenant;
}

const minute = 60_000;

function listForgeries(sign: SignContext, database: string, now: Date): Record<string, string> {
  const signed = sign(nobody, database, now);
  const last = signed.endsWith("0") ? "1" : "0";
  return {
    "of another signature": signed.slice(0, -1) + last,
    "of the past": sign(nobody, database, new Date(now.getTime() - 2 * minute)),
    "of the future": sign(nobody, database, new Date(now.getTime() + 2 * minute)),
    "of another database": sign(nobody, `${database}_other`, now),
    "in another form": "patchbay-check",
  };
}

async function findBelieved(execute: Execute, forgeries: Readonly<Record<string, string>>): Promise<Finding> {
  const believed: string[] = [];
  for (const [what, text] of Object.entries(forgeries)) {
    if ((await readTenant(execute, text)) !== null) believed.push(what);
  }
  return findNone(believed, {
    holds: "It believes no context that is forged, expired, or another database's.",
    otherwise: "It believes contexts",
  });
}

/** Whether each view answers, and quickly where it has nothing to answer. */
async function openViews(execute: Execute, tables: DatabaseStage["tables"]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of Object.keys(tables)) {
    const outcome = await attempt(execute, `select 1 from ${viewSchema}.${quoteName(name)} limit 1`);
    if (!("sqlState" in outcome)) continue;
    if (outcome.sqlState === "57014")
      findings.push({
        state: "open",
        text: `The view ${name} took 10 s to find nothing: it wants an index on the tenant's column.`,
      });
    else
      findings.push({
        state: "missing",
        text: `The view ${name} does not answer (${outcome.sqlState}): its owner must be able to read the table.`,
      });
  }
  return findings.length > 0 ? findings : [{ state: "holds", text: "Every view answers." }];
}

/** Without a context, and with that of nobody, no row is visible but those that everyone may see. */
async function findVisibleRows(execute: Execute, tables: DatabaseStage["tables"]): Promise<Finding> {
  const visible: string[] = [];
  const show = async (name: string, to: string) => {
    const outcome = await attempt(execute, `select 1 from ${viewSchema}.${quoteName(name)} limit 1`);
    if ("rows" in outcome && outcome.rows.length > 0) visible.push(`${name} (${to})`);
  };
  for (const [name, { visibleTo }] of Object.entries(tables))
    if (visibleTo !== "everyone") await show(name, "to a tenant that there is not");
  await execute(`select pg_catalog.set_config('patchbay.context', ${quoteText("")}, true)`);
  for (const name of Object.keys(tables)) await show(name, "without a context");
  return findNone(visible, {
    holds: "Without a context no row is visible, and with one only its tenant's and user's.",
    otherwise: "Rows are visible that must not be",
  });
}
