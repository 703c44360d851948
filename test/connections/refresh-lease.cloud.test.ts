// The refresh claim of the store, tested directly: two Lambdas can hardly be timed for these cases.
import { expect, test } from "vitest";
import { tableName } from "../support/aws.ts";
import { cloud } from "../support/cloud.ts";
import { connectAccount, nowSeconds } from "./support/account.ts";

Object.assign(process.env, {
  STAGE: "test",
  CONNECTIONS_TABLE: tableName("connections"),
  AUDIT_TABLE: tableName("audit"),
  FEED_TABLE: tableName("feed"),
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_ENDPOINT_URL: cloud().awsEndpoint,
});
const { claimRefresh, setReconnectNeeded } = await import("../../lib/store/connection-lease.ts");

test("a connection read before it was marked cannot be refreshed afterwards", async () => {
  const account = await connectAccount("github");
  const read = await account.readStored();
  expect(await setReconnectNeeded(read, "invalid_grant", { actor: "test" })).toBe(true);
  expect(await claimRefresh(read, "too late", nowSeconds())).toBeUndefined();
});

test("a claim that is repeated by the caller that holds it is held, and by no other", async () => {
  const account = await connectAccount("github");
  const read = await account.readStored();
  const claim = (owner: string) => claimRefresh(read, owner, nowSeconds());
  expect(await claim("first")).toMatchObject({ lease: { owner: "first" } });
  expect(await claim("other")).toBeUndefined();
  expect(await claim("first")).toMatchObject({ lease: { owner: "first" } });
});
