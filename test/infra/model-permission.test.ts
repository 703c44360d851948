// What a worker may ask of Amazon Bedrock: IAM checks the profile and the model in the region where it runs.
import { describe, expect, it } from "vitest";
import { resolvePermission } from "../../infra/permissions.ts";
import { account } from "./support/expansion.ts";
import { exampleStage } from "./support/synthesized.ts";

const allowModel = (model: string, regions?: string[]) =>
  resolvePermission("insights:model", {
    config: { ...exampleStage, insights: { model, regions } },
    place: account,
  }).statements;

const arn = (region: string) => `arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`;
const europe = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"];

describe("the model of insights", () => {
  it("is a foundation model of the stage's region", () => {
    expect(allowModel("amazon.nova-lite-v1:0")).toEqual([
      { actions: ["bedrock:InvokeModel"], resources: [arn("eu-central-1")] },
    ]);
  });

  it("is an inference profile, and the model in each of its regions, through that profile only", () => {
    const profile = "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.amazon.nova-lite-v1:0";
    expect(allowModel("eu.amazon.nova-lite-v1:0")).toEqual([
      { actions: ["bedrock:InvokeModel"], resources: [profile] },
      {
        actions: ["bedrock:InvokeModel"],
        resources: europe.map(arn),
        conditions: { StringEquals: { "bedrock:InferenceProfileArn": [profile] } },
      },
    ]);
  });

  it("is a global profile, whose model runs in no particular region", () => {
    const [, models] = allowModel("global.amazon.nova-lite-v1:0");
    expect(models?.resources).toEqual([arn("eu-central-1"), arn("")]);
  });

  it("is a profile with regions that the configuration names", () => {
    const [, models] = allowModel("apac.amazon.nova-lite-v1:0", ["ap-south-1"]);
    expect(models?.resources).toEqual([arn("ap-south-1")]);
  });

  it.each(["us", "us-gov", "apac", "jp", "au", "ca"])("is a profile of the geography %s", (geography) => {
    const [profile, models] = allowModel(`${geography}.amazon.nova-lite-v1:0`);
    expect(profile?.resources[0]).toMatch(new RegExp(`:inference-profile/${geography}\\.amazon`));
    expect(models?.resources.every((resource) => resource.endsWith("/amazon.nova-lite-v1:0"))).toBe(true);
    expect(models?.resources.length).toBeGreaterThan(1);
  });
});
