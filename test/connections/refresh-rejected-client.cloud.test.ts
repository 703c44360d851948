import { describe, expect, test } from "vitest";
import { type Account, connectAccount, getSandbox } from "./support/account.ts";
import { listAuditedActions } from "./support/audit.ts";
import { createUseEvent } from "./support/calls.ts";
import { findMetrics, startDataContainer } from "./support/containers.ts";
import { resetBeforeEach } from "./support/reset.ts";

resetBeforeEach();

async function withWrongSecret(provider: Account["provider"]) {
  await getSandbox(provider).behave({ rotation: true });
  const account = await connectAccount(provider);
  await account.setRemainingSeconds(-10);
  await getSandbox(provider).behave({ refreshError: "invalid_client" });
  const lambda = await startDataContainer(provider);
  return { account, lambda, answer: await lambda.invoke(createUseEvent(account)) };
}

describe.each(["figma", "slack", "github", "gmail"] as const)("when %s refuses our own client", (provider) => {
  test("the operator's alarm is raised", async () => {
    const { lambda } = await withWrongSecret(provider);
    expect(findMetrics(lambda.logs())).toContain("OAuthClientRejected");
  });

  test("no user is asked to reconnect", async () => {
    const { account, answer } = await withWrongSecret(provider);
    expect(answer.statusCode).toBe(502);
    expect((await account.readStored()).status).toBe("active");
    expect(await listAuditedActions(account)).toEqual(["connect"]);
  });
});

test("unauthorized_client is a configuration error too", async () => {
  const account = await connectAccount("calendar");
  await account.setRemainingSeconds(-10);
  await getSandbox("calendar").behave({ refreshError: "unauthorized_client" });
  const lambda = await startDataContainer("calendar");
  expect((await lambda.invoke(createUseEvent(account))).statusCode).toBe(502);
  expect(findMetrics(lambda.logs())).toContain("OAuthClientRejected");
  expect((await account.readStored()).status).toBe("active");
});
