// A Lambda that times out during a redemption loses the refresh token, so it does not start one without enough time left.
import "../http/lambda-environment.ts";
import { afterAll, expect, test } from "vitest";
import { findProviderError } from "../../lib/http/provider-error.ts";
import { aConnection } from "../support/a-connection.ts";
import { createAcme } from "../support/acme-provider.ts";
import { startAwsStandIn } from "../support/aws-stand-in.ts";
import { openVault } from "../support/open-vault.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
const { refreshConnection } = await import("../../lib/connections/refresh.ts");

const now = 1_800_000_000;
const bytes = new Uint8Array([1]);
const refreshLate = (expiresAt: number) =>
  refreshConnection(
    {
      provider: createAcme("https://acme.example"),
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
  const failure = findProviderError(await refreshLate(now - 1).catch((error: unknown) => error));
  expect([failure?.kind, aws.calls]).toEqual(["transient", []]);
});

test("serves a token that is still good when there is no time left to renew it", async () => {
  expect((await refreshLate(now + 60)).version).toBe("v-1");
});
