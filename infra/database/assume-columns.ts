import type { DatabaseStage } from "../config/mcp.ts";
import { type ColumnsBySource, readSource, readType } from "./columns.ts";
import { typeNames } from "./setup/column-types.ts";

/** What the database should have, for showing the SQL without a connection. The columns of tenants and users are compared as texts. */
export const assumeColumns = (tables: DatabaseStage["tables"]): ColumnsBySource =>
  new Map(
    Object.entries(tables).map(([name, table]) => [
      readSource(name, table),
      new Map(
        Object.entries(table.columns).map(([column, described]) => [
          column,
          { type: typeNames[readType(described)], isDomain: false, isDeterministic: true },
        ]),
      ),
    ]),
  );
