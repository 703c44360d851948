import { beforeEach } from "vitest";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { clearRows } from "../../integrations/support/tables.ts";

/** Before each test, deletes the event routes: events would also reach connections of earlier tests, whose tokens are gone. */
export function clearRoutesBeforeEach(...providers: readonly ProviderId[]): void {
  resetBeforeEach();
  beforeEach(() => clearRoutes(...providers));
}

/** Deletes the event routes of all connections that there are. */
export async function clearRoutes(...providers: readonly ProviderId[]): Promise<void> {
  await Promise.all(providers.map((provider) => clearRows("connections", `route#${provider}#`)));
}
