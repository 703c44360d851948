import { Signer } from "@aws-sdk/rds-signer";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { signDatabaseLogin } from "../../../lib/aws/sign-database-login.ts";

const login = { host: "app.proxy-abc.eu-central-1.rds.amazonaws.com", port: 5432, user: "patchbay_reader" };
const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret", sessionToken: "a/session+token==" };

beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-30T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

const sortPairs = (token: string) => {
  const [address = "", query = ""] = token.split("?");
  return [address, ...query.split("&").sort()];
};

test("the password is what AWS's own signer makes of the same credentials at the same time", async () => {
  const { host: hostname, port, user: username } = login;
  const theirs = await new Signer({ hostname, port, username, region: "eu-central-1", credentials }).getAuthToken();
  const ours = await signDatabaseLogin({ ...login, region: "eu-central-1" }, credentials);
  expect(sortPairs(ours)).toEqual(sortPairs(theirs));
});

test("the password has no scheme, since the server takes the token as it is", async () => {
  const { sessionToken: _, ...permanent } = credentials;
  const token = await signDatabaseLogin({ ...login, region: "eu-central-1" }, permanent);
  expect(token).toMatch(/^app\.proxy-abc\.eu-central-1\.rds\.amazonaws\.com:5432\/\?Action=connect&/);
});
