import { hasReader } from "./check/role.ts";
import { joinReader } from "./check/try-attacks.ts";
import { type AdminConnection, listNames, SqlError } from "./connection.ts";
import { formatSchemaComment, ownSchema, readerRole, viewSchema } from "./names.ts";
import { quoteText } from "./quote.ts";

const ours = (
  stage: string,
) => `select nspname as name from pg_catalog.pg_namespace where nspname in (${quoteText(ownSchema)}, ${quoteText(viewSchema)})
  and pg_catalog.obj_description(oid, 'pg_namespace') = ${quoteText(formatSchemaComment(stage))} order by 1`;

/**
 * Drops the views, functions, keys and the role; the operator's own tables stay as they are.
 * @returns a line for each thing that was dropped
 */
export const removeSetup = (connection: AdminConnection, stage: string): Promise<string[]> =>
  connection.transaction(async (execute) => {
    const dropped: string[] = [];
    for (const name of await listNames(execute, ours(stage))) {
      await execute(`drop schema ${name} cascade`);
      dropped.push(`schema ${name}`);
    }
    if (!(await hasReader(execute))) return dropped;
    await joinReader(execute);
    await execute(`drop owned by ${readerRole}`);
    await execute(`drop role ${readerRole}`).catch((cause) => {
      // 2BP01: something depends on it.
      const isInUse = cause instanceof SqlError && cause.sqlState === "2BP01";
      if (!isInUse) throw cause;
      throw new Error(`${readerRole} has rights in another database of this server: remove it there first.`, { cause });
    });
    return [...dropped, `role ${readerRole}`];
  });
