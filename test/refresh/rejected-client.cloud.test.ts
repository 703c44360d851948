import { describe, expect, test } from "vitest";
import { type Account, connected, sandboxOf } from "./support/account.ts";
import { audited } from "./support/audit.ts";
import { useEvent } from "./support/calls.ts";
import { dataContainer, metricsIn } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

async function withWrongSecret(provider: Account["provider"]) {
  await sandboxOf(provider).behave({ rotation: true });
  const account = await connected(provider);
  await account.leave(-10);
  await sandboxOf(provider).behave({ refreshError: "invalid_client" });
  const lambda = await dataContainer(provider);
  return { account, lambda, answer: await lambda.invoke(useEvent(account)) };
}

describe.each(["figma", "slack", "github", "gmail"] as const)("when %s refuses our own client", (provider) => {
  test("an operator's alarm hears of it", async () => {
    const { lambda } = await withWrongSecret(provider);
    expect(metricsIn(lambda.logs())).toContain("OAuthClientRejected");
  });

  test("no user is asked to reconnect", async () => {
    const { account, answer } = await withWrongSecret(provider);
    expect(answer.statusCode).toBe(502);
    expect((await account.stored()).status).toBe("active");
    expect(await audited(account)).toEqual(["connect"]);
  });
});

test("unauthorized_client is the operator's matter too", async () => {
  const account = await connected("calendar");
  await account.leave(-10);
  await sandboxOf("calendar").behave({ refreshError: "unauthorized_client" });
  const lambda = await dataContainer("calendar");
  expect((await lambda.invoke(useEvent(account))).statusCode).toBe(502);
  expect(metricsIn(lambda.logs())).toContain("OAuthClientRejected");
  expect((await account.stored()).status).toBe("active");
});
