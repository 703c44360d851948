// The emulator does not enforce IAM. This test checks that every AWS call of a Lambda is allowed by its role.
import { expect, test } from "vitest";
import { type LambdaRow, planLambda } from "../../infra/lambda-plan.ts";
import { liveLambdas } from "../../infra/live-routes.ts";
import { loadStage } from "../../infra/load-stage.ts";
import type { AwsCall } from "../../infra/local/aws-call.ts";
import { databaseProbe } from "../../infra/mcp/probe.ts";
import { routes } from "../../infra/routes.ts";
import type { Statement } from "../../infra/statement.ts";
import { jobs } from "../../infra/triggers.ts";
import { providerIds } from "../../lib/provider-ids.ts";
import { connectAccount, getSandbox } from "../connections/support/account.ts";
import { useAccount } from "../connections/support/calls.ts";
import { resetBeforeEach } from "../connections/support/reset.ts";
import { asUser, createBrowser } from "../support/api.ts";
import { giveConsent, startFlow } from "../support/flow.ts";
import { spy } from "../support/spy.ts";

resetBeforeEach();

async function statementsByLambda(): Promise<Map<string, readonly Statement[]>> {
  const place = {
    partition: "aws",
    region: "us-east-1",
    account: "000000000000",
    urlSuffix: "amazonaws.com",
    liveApiId: "live1234",
  };
  const config = await loadStage("test");
  const rows: readonly LambdaRow[] = [...routes, ...jobs, ...liveLambdas, databaseProbe];
  return new Map(
    rows.map((row) => planLambda(row, { config, place })).map(({ name, statements }) => [name, statements]),
  );
}

/** IAM actions of an operation: a batch needs the action for one message, a transaction those of its parts. */
const actionsFor: Readonly<Record<string, readonly string[]>> = {
  "sqs:SendMessageBatch": ["sqs:SendMessage"],
  "dynamodb:TransactWriteItems": ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"].map(
    (op) => `dynamodb:${op}`,
  ),
};

function allows(statements: readonly Statement[], { service, operation, keys = [] }: AwsCall): boolean {
  const wanted = actionsFor[`${service}:${operation}`] ?? [`${service}:${operation}`];
  const fitting = statements.filter(({ actions }) => actions.some((action) => wanted.includes(action)));
  const prefixes = fitting.flatMap(
    ({ conditions }) => conditions?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"] ?? [],
  );
  const isCovered = (key: string) => prefixes.some((prefix) => key.startsWith(prefix.replace("*", "")));
  return fitting.length > 0 && keys.every(isCovered);
}

/** Does everything that a user can do with a provider. */
async function exerciseProvider(provider: (typeof providerIds)[number]): Promise<void> {
  await getSandbox(provider).behave({ rotation: true });
  const account = await connectAccount(provider);
  const { user } = account;
  await useAccount(account);
  await account.setRemainingSeconds(-10);
  await useAccount(account);
  await user.post(`/api/integrations/${provider}/refresh`);
  await user.get("/api/integrations");
  await user.get("/api/integrations/available");
  await user.put(`/api/integrations/${provider}/settings`, { autoSync: true });
  await user.get(`/api/integrations/${provider}/settings`);
  const elsewhere = await createBrowser().visit(await giveConsent(await startFlow(user, provider)));
  const handle = new URLSearchParams(elsewhere.location?.hash.slice(1)).get("handle");
  await user.post(`/api/integrations/${provider}/confirm`, { handle });
  await user.get(`/api/v1/oauth/${provider}/start`);
  await user.get(`/api/v1/oauth/${provider}/status`);
  await user.get("/api/v1/oauth/connections");
  await user.delete(`/api/integrations/${provider}`);
}

test.each(providerIds)(
  "no Lambda makes a call that its role denies, with %s from connect to disconnect",
  async (id) => {
    await exerciseProvider(id);
    if (id === "figma") await (await connectAccount("figma")).user.get("/api/integrations/figma/files?teamId=1001");
    if (id === "slack")
      await (await connectAccount("slack")).user.post("/api/integrations/slack/message", {
        channel: "C0ACME1",
        text: "x",
      });
    await (await asUser({ sub: "an-admin", org: "acme", role: "admin" })).get("/api/health/deep");
    const hasRevoked = async () => (await spy.calls()).some(({ lambda }) => lambda?.includes("revoke-grants"));
    await expect.poll(hasRevoked).toBe(true);
    const roles = await statementsByLambda();
    const calls = (await spy.calls()).filter(({ lambda }) => lambda?.startsWith("patchbay-test-"));
    expect(new Set(calls.map(({ lambda }) => lambda)).size).toBeGreaterThan(8);
    expect(calls.filter((call) => !allows(roles.get(call.lambda ?? "") ?? [], call))).toEqual([]);
  },
);
