// A Lambda that is stopped in the middle of a redemption loses the refresh token: none is begun that might not end in time.
import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { awsStandIn } from "../store/aws-stand-in.ts";
import { aConnection } from "./a-connection.ts";
import { acme } from "./acme.ts";
import { openVault } from "./open-vault.ts";

const aws = await awsStandIn();
afterAll(() => aws.close());
const { refreshConnection } = await import("../../lib/oauth/refresh.ts");

const now = 1_800_000_000;
const bytes = new Uint8Array([1]);
const late = (expiresAt: number) =>
  refreshConnection(
    {
      provider: acme("https://acme.example"),
      connection: aConnection({
        tokens: { default: { access: bytes, refresh: bytes, issuedAt: now - 3600, expiresAt } },
      }),
      set: "default",
      actor: { actor: "ada" },
      deadline: performance.now() - 1,
    },
    { now: () => now, fetch, vault: openVault },
  );

test("claims nothing when there is no time left", async () => {
  const failure = findProviderError(await late(now - 1).catch((error: unknown) => error));
  expect([failure?.kind, aws.calls]).toEqual(["transient", []]);
});

test("serves a token that is still good when there is no time left to renew it", async () => {
  expect((await late(now + 60)).version).toBe("v-1");
});
