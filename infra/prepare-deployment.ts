import type { AwsAccount } from "./aws/account.ts";
import { checkIssuers } from "./aws/check-issuer.ts";
import { bundleLambdas } from "./bundle.ts";
import { describeConcurrency, parseAccountConcurrency, passAccountConcurrency } from "./concurrency.ts";
import type { Stage } from "./config.ts";
import { checkCertificate } from "./edge/check-certificate.ts";
import { passOriginVersion } from "./edge/origin-version.ts";
import { describeDatabaseCost } from "./mcp/describe-cost.ts";

/**
 * Does what comes before the CDK, and changes nothing in the account: reads what the identity provider publishes, the
 * edge's certificate and how many Lambdas the account runs at a time, and builds the Lambdas.
 * @returns the environment of the CDK's command line
 * @throws Error in one sentence
 */
export async function prepareDeployment(config: Stage, account: AwsAccount): Promise<Record<string, string>> {
  await checkIssuers(config);
  await checkCertificate(config);
  const originVersion = await passOriginVersion(config, account);
  const concurrency = await readConcurrency(account);
  for (const line of describeDatabaseCost(config)) console.log(line);
  await bundleLambdas();
  return {
    PATCHBAY_STAGE: config.stage,
    AWS_REGION: account.region,
    ...passAccountConcurrency(concurrency),
    ...originVersion,
  };
}

async function readConcurrency({ callAws }: AwsAccount): Promise<number> {
  const answer = await callAws({ service: "lambda", method: "GET", path: "/2016-08-19/account-settings" });
  const limit = parseAccountConcurrency(answer);
  const notice = describeConcurrency(limit);
  if (notice) console.log(notice);
  return limit;
}
