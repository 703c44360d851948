import { expect, test } from "vitest";
import type { CallAws } from "../../../infra/aws/call-aws.ts";
import { passOriginVersion, refuseSecondRotation } from "../../../infra/edge/origin-version.ts";
import { exampleStage } from "../support/synthesized.ts";
import { defineEdgeStage } from "./support/edge-stage.ts";

const stage = defineEdgeStage();
const changedAt = Date.parse("2031-05-06T07:00:00Z");
const once = { "v-1": ["AWSCURRENT"] };
const rotated = { "v-2": ["AWSCURRENT"], "v-1": ["AWSPREVIOUS"] };

/** A Secrets Manager with these versions of the secret; none: without the secret. */
const describing = (versions?: Record<string, string[]>): { callAws: CallAws } => ({
  callAws: async ({ target, body }) => {
    expect([target, body]).toEqual(["secretsmanager.DescribeSecret", '{"SecretId":"patchbay/prod/origin"}']);
    if (versions === undefined) return { status: 400, text: '{"__type":"ResourceNotFoundException"}' };
    return { status: 200, text: JSON.stringify({ LastChangedDate: changedAt / 1000, VersionIdsToStages: versions }) };
  },
});

const minutesLater = (minutes: number) => () => changedAt + minutes * 60_000;

test("a deployment sends the current version, whose change makes CloudFormation read it", async () => {
  expect(await passOriginVersion(stage, describing(once), minutesLater(0))).toEqual({ PATCHBAY_ORIGIN_VERSION: "v-1" });
  expect(await passOriginVersion(stage, describing(rotated), minutesLater(6))).toEqual({
    PATCHBAY_ORIGIN_VERSION: "v-2",
  });
});

test("a deployment waits until every Lambda accepts a rotated secret", async () => {
  await expect(passOriginVersion(stage, describing(rotated), minutesLater(2.5))).rejects.toThrow("in 4 minutes");
});

test("a deployment says what to do without a secret", async () => {
  await expect(passOriginVersion(stage, describing())).rejects.toThrow("run npm run secrets -- --stage prod");
});

test("a stage without an edge asks nothing", async () => {
  const callAws = () => Promise.reject(new Error("asked"));
  expect(await passOriginVersion(exampleStage, { callAws })).toEqual({});
});

const deployedWith =
  (version: string): CallAws =>
  async () => ({
    status: 200,
    text: `<R><DescribeStacksResult><Stacks><member><StackName>patchbay-prod-edge</StackName><Outputs><member>
    <OutputKey>OriginSecretVersion</OutputKey><OutputValue>${version}</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></R>`,
  });
const nothingDeployed: CallAws = async () => ({
  status: 200,
  text: "<R><DescribeStacksResult><Stacks/></DescribeStacksResult></R>",
});

test("a second rotation waits for the deployment of the first", async () => {
  await expect(refuseSecondRotation(stage, describing(rotated), deployedWith("v-1"))).rejects.toThrow("npm run deploy");
  await refuseSecondRotation(stage, describing(rotated), deployedWith("v-2"));
  await refuseSecondRotation(stage, describing(once), nothingDeployed);
});
