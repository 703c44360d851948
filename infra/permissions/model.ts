// Permission to ask a model of Amazon Bedrock: a foundation model of the stage's region, or an inference profile.
import type { Place } from "../names.ts";
import type { PermissionContext, PermissionEffect } from "../permission-effect.ts";
import type { Statement } from "../statement.ts";

/**
 * Where the profiles of a geography may run a model. A profile uses some of them; a model can be asked in the others only
 * through that profile, which does not lead there. `insights.regions` replaces the list.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
const regionsOfProfiles: Readonly<Record<string, readonly string[]>> = {
  us: ["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
  "us-gov": ["us-gov-east-1", "us-gov-west-1"],
  eu: ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"],
  apac: [
    "northeast-1",
    "northeast-2",
    "northeast-3",
    "south-1",
    "south-2",
    "southeast-1",
    "southeast-2",
    "southeast-4",
  ].map((name) => `ap-${name}`),
  jp: ["ap-northeast-1", "ap-northeast-3"],
  au: ["ap-southeast-2", "ap-southeast-4"],
  ca: ["ca-central-1", "ca-west-1"],
};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/security_iam_id-based-policy-examples.html */
export function invokeModel({ config: { insights }, place }: PermissionContext): PermissionEffect {
  if (insights === undefined) return { statements: [], environment: {} };
  return {
    statements: allowModel(insights.model, insights.regions, place),
    environment: { INSIGHTS_MODEL: insights.model },
  };
}

/** @param id of a model or an inference profile @param regions where the profile may run it, if not those of its geography */
export function allowModel(id: string, regions: readonly string[] | undefined, place: Place): Statement[] {
  const [geography = "", ...rest] = id.split(".");
  const known = regions ?? (geography === "global" ? [place.region] : regionsOfProfiles[geography]);
  if (known === undefined) return [allow([modelArn(place, place.region, id)])];
  const model = rest.join(".");
  const profile = `arn:${place.partition}:bedrock:${place.region}:${place.account}:inference-profile/${id}`;
  const onlyThroughProfile = { StringEquals: { "bedrock:InferenceProfileArn": [profile] } };
  // A global profile runs the model in "no region": https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
  const everywhere = geography === "global" ? [modelArn(place, "", model)] : [];
  const models = [...known.map((region) => modelArn(place, region, model)), ...everywhere];
  return [allow([profile]), { ...allow(models), conditions: onlyThroughProfile }];
}

const modelArn = ({ partition }: Place, region: string, model: string) =>
  `arn:${partition}:bedrock:${region}::foundation-model/${model}`;

const allow = (resources: readonly string[]): Statement => ({ actions: ["bedrock:InvokeModel"], resources });
