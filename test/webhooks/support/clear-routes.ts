import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach } from "vitest";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import { resetBeforeEach } from "../../connections/support/reset.ts";
import { listRows } from "../../integrations/support/tables.ts";
import { dynamodb, tableName } from "../../support/aws.ts";

/** Before each test, deletes the event routes: events would also reach connections of earlier tests, whose tokens are gone. */
export function clearRoutesBeforeEach(...providers: readonly ProviderId[]): void {
  resetBeforeEach();
  beforeEach(async () => {
    const routes = await Promise.all(providers.map((provider) => listRows("connections", `route#${provider}#`)));
    for (const { pk, sk } of routes.flat()) {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      await dynamodb().send(new DeleteItemCommand({ TableName: tableName("connections"), Key }));
    }
  });
}
