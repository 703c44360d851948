// Findings of cdk-nag that are meant, each with its reason. Everything else fails synth.
import { Aws, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** Accepts one finding of one rule on a construct. */
export function acknowledge(construct: IConstruct, id: `AwsSolutions-${string}`, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** Why each suffix wildcard of the grants is needed; tests hold the grants to these. */
const reasons: readonly { readonly suffix: string; readonly reason: string }[] = [
  { suffix: ":*", reason: "a log group's streams are named by Lambda itself" },
  {
    suffix: "key/*",
    reason: "the key's id is not known here: the condition on kms:ResourceAliases names the stage's key",
  },
];

/** Accepts exactly the wildcard resources that the role was given, spelled as cdk-nag spells them. */
export function acknowledgeWildcards(construct: IConstruct, resources: readonly string[]): void {
  for (const resource of new Set(resources.filter((arn) => arn.includes("*")))) {
    const known = reasons.find(({ suffix }) => resource.endsWith(suffix));
    if (known) acknowledge(construct, `AwsSolutions-IAM5[Resource::${spelled(resource)}]`, known.reason);
  }
}

const spelled = (resource: string) =>
  resource
    .replaceAll(Aws.PARTITION, "<AWS::Partition>")
    .replaceAll(Aws.REGION, "<AWS::Region>")
    .replaceAll(Aws.ACCOUNT_ID, "<AWS::AccountId>");
