// The client ids while Parameter Store throttles, as it does when many containers start at once.
import "../http/lambda-environment.ts";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createClientIdsTtl } from "../../lib/store/operator-value-ttl.ts";
import { awsError, startAwsStandIn } from "../support/aws-stand-in.ts";
import { elapsedWithoutStalls } from "../support/elapsed-without-stalls.ts";
import { json } from "../support/test-server.ts";

const aws = await startAwsStandIn();
afterAll(() => aws.close());
process.env.CLIENT_IDS_PARAMETER = "/patchbay/test/client-ids";

/** Every test has a container of its own, which knows nothing yet. */
const startContainer = async () => {
  vi.resetModules();
  return (await import("../../lib/store/client-ids.ts")).readClientIds;
};

beforeEach(() => aws.forget());

test("a container that is throttled asks again, until it is answered", async () => {
  let asked = 0;
  // The SDK waits up to 1, 2 and 4 s at random: after a third refusal the time of 6 s may be over.
  aws.on("GetParameter", () =>
    ++asked <= 2 ? awsError("ThrottlingException") : json({ Parameter: { Value: '{"slack":"id"}' } }),
  );
  const readClientIds = await startContainer();
  expect(await readClientIds()).toEqual({ slack: "id" });
  expect(asked).toBe(3);
});

test("and gives up within the time that a caller waits", async () => {
  aws.on("GetParameter", () => awsError("ThrottlingException"));
  const readClientIds = await startContainer();
  const { result, ms } = await elapsedWithoutStalls(() => readClientIds().catch((error: unknown) => error));
  expect(result).toMatchObject({ code: "provider_unavailable", retryAfter: 5 });
  expect(ms).toBeLessThan(8000);
});

describe("the time for which client ids are kept", () => {
  const minutes = (random: number) => createClientIdsTtl(() => random).ttlMs({}) / 60_000;

  test("differs from container to container", () => {
    expect([minutes(0), minutes(0.5), minutes(1)].map(Math.round)).toEqual([8, 10, 12]);
  });

  test("is half a minute while there are none", () => {
    expect(createClientIdsTtl().ttlMs(undefined)).toBe(30_000);
  });
});
