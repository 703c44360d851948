import { expect, test } from "vitest";
import { checkBootstrap } from "../../../infra/aws/check-bootstrap.ts";

const answerWith = (status: number, body: object) => ({
  account: "111122223333",
  region: "eu-central-1",
  callAws: async () => ({ status, text: JSON.stringify(body) }),
});
const version = (Value: string) => answerWith(200, { Parameter: { Value } });

test("an account that the CDK has prepared passes", () =>
  expect(checkBootstrap(version("21"), "dev")).resolves.toBeUndefined());

test.each([
  ["was never prepared", answerWith(400, { __type: "ParameterNotFound" }), /^Account 111122223333 is not prepared/],
  ["was prepared long ago", version("5"), /^Account 111122223333 was prepared by an older CDK/],
])("an account that %s is refused with the command that prepares it", async (_, account, sentence) => {
  const refusal = await checkBootstrap(account, "dev").catch(({ message }) => message);
  expect(refusal).toMatch(sentence);
  expect(refusal).toMatch(/eu-central-1: run npm run bootstrap -- --stage dev first\.$/);
});

test("what may not be read is no proof", () =>
  expect(checkBootstrap(answerWith(403, {}), "dev")).rejects.toThrow("these credentials may need ssm:GetParameter."));
