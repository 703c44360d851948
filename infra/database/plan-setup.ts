import type { DatabaseStage } from "../config/mcp.ts";
import type { ColumnsBySource } from "./columns.ts";
import { fixSearchPath } from "./connection.ts";
import { planContext } from "./setup/context.ts";
import { planPublicRevokes } from "./setup/public-rights.ts";
import { planConnect, planIam, planRole } from "./setup/role.ts";
import { planSchemas } from "./setup/schemas.ts";
import { planViews } from "./setup/views.ts";

export interface SetupOptions {
  /** The name of the stage whose views and keys these are. */
  readonly stage: string;
  /** The present as SQL; the local cloud's may run ahead. */
  readonly clock?: string;
  /** Whether PUBLIC loses rights that the reader would have by it. */
  readonly revokePublic?: boolean;
}

/** Every statement of the set-up, in order. They may be repeated at any time, in one transaction. */
export const planSetup = (
  database: DatabaseStage,
  found: ColumnsBySource,
  { stage, clock, revokePublic }: SetupOptions,
): string[] => [
  fixSearchPath,
  ...planRole(database.limits.seconds),
  ...planIam(database),
  planConnect,
  ...planSchemas(stage),
  ...planContext(clock),
  ...planViews(database.tables, found),
  ...(revokePublic ? planPublicRevokes : []),
];
