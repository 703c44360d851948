import type { DatabaseStage } from "../config/mcp.ts";
import type { ColumnsBySource } from "./columns.ts";
import { planContext } from "./setup/context.ts";
import { planPublicRevokes } from "./setup/public-rights.ts";
import { planConnect, planIam, planRole } from "./setup/role.ts";
import { planSchemas } from "./setup/schemas.ts";
import { planViews } from "./setup/views.ts";

export interface SetupOptions {
  /** The present as SQL; the local cloud's may run ahead. */
  readonly clock?: string;
  /** Whether PUBLIC loses rights that the reader would have by it. */
  readonly revokePublic?: boolean;
}

/** Every statement of the set-up, in order. They may be repeated at any time, in one transaction. */
export const planSetup = (
  stage: DatabaseStage,
  found: ColumnsBySource,
  { clock, revokePublic }: SetupOptions = {},
): string[] => [
  ...planRole(stage.limits.seconds),
  ...planIam(stage),
  planConnect,
  ...planSchemas(),
  ...planContext(clock),
  ...planViews(stage.tables, found),
  ...(revokePublic ? planPublicRevokes : []),
];
