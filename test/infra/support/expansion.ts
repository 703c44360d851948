// What a row of the tables becomes, as text for a reviewable snapshot.
import { type LambdaRow, planLambda } from "../../../infra/lambda-plan.ts";
import type { Place } from "../../../infra/names.ts";
import type { Statement } from "../../../infra/statement.ts";
import { exampleStage } from "./synthesized.ts";

export const account: Place = {
  partition: "aws",
  region: "eu-central-1",
  account: "111122223333",
  urlSuffix: "amazonaws.com",
  liveApiId: "live1234",
};

/** The Lambda of a row: its size, variables and permissions, one line each. */
export function expandLambda(row: LambdaRow): string[] {
  const { name, memory, timeout, environment, statements } = planLambda(row, { config: exampleStage, place: account });
  return [
    `  ${name}  ${memory} MB, ${timeout} s`,
    `  knows ${Object.keys(environment).sort().join(" ")}`,
    ...statements.map((statement) => `  may ${formatStatement(statement)}`),
  ];
}

function formatStatement({ actions, resources, conditions = {} }: Statement): string {
  const conditioned = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} = ${values.join(" | ")}`),
  );
  const where = conditioned.length > 0 ? ` where ${conditioned.join(" and ")}` : "";
  return `${actions.join(" ")} on ${resources.map(shortenArn).join(" ")}${where}`;
}

/** Without region and account: `arn:aws:sqs:eu-central-1:111122223333:queue` is `queue`. */
const shortenArn = (arn: string) => arn.split(":").slice(5).join(":");
