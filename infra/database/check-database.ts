import type { DatabaseStage } from "../config/mcp.ts";
import { checkContexts, type SignContext } from "./check/contexts.ts";
import type { Finding } from "./check/finding.ts";
import { listResiduals } from "./check/residuals.ts";
import { checkRights } from "./check/rights.ts";
import { checkLogin, checkRole, hasReader } from "./check/role.ts";
import { becomeReader, tryAttacks } from "./check/try-attacks.ts";
import { checkViews } from "./check/views.ts";
import { readColumns } from "./columns.ts";
import type { AdminConnection } from "./connection.ts";
import { findMistakes } from "./find-mistakes.ts";
import { readerRole } from "./names.ts";

/**
 * Looks at the database as an attacker would who has the reader's login. Everything happens in transactions that are rolled back.
 * @param sign with the stage's key, as the Lambdas do
 */
export async function checkDatabase(
  connection: AdminConnection,
  { tables, connection: login }: Pick<DatabaseStage, "tables" | "connection">,
  sign?: SignContext,
): Promise<Finding[]> {
  const { execute, transaction } = connection;
  const mistakes = findMistakes(tables, await readColumns(execute, tables));
  const differing = mistakes.map((text): Finding => ({ state: "missing", text }));
  if (!(await hasReader(execute)))
    return [
      ...differing,
      { state: "missing", text: `There is no role ${readerRole}: run this command without --check.` },
    ];
  const known = [
    ...differing,
    ...(await checkRole(execute)),
    ...(await checkLogin(execute, login)),
    ...(await checkRights(execute)),
  ];
  const views = await checkViews(execute, tables);
  if (views.some(({ state }) => state === "missing")) return [...known, ...views];
  const attacked = await transaction(
    async (run) => {
      await becomeReader(run);
      return tryAttacks(run, tables);
    },
    { keep: false },
  );
  const contexts = await transaction((run) => checkContexts(run, tables, sign), { keep: false });
  return [...known, ...views, attacked, ...contexts, ...listResiduals()];
}
