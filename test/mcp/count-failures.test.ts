// A database that cannot be reached is one failure in the figures, whoever asked: the alarm counts them.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { listen, type RunningServer } from "../../infra/local/http-server.ts";
import { answerQuestion } from "../../lib/mcp/answer-question.ts";
import { openDatabase } from "../../lib/mcp/database/open-database.ts";
import { logged } from "../http/lambda-environment.ts";
import { demoSettings } from "./support/fake-database.ts";

let secrets: RunningServer;
beforeAll(async () => {
  const SecretString = JSON.stringify({ current: `k1:${"A".repeat(43)}` });
  secrets = await listen((_, answer) => answer.end(JSON.stringify({ SecretString })), 0);
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.url);
});
afterAll(() => {
  vi.unstubAllEnvs();
  return secrets.close();
});

const readFailures = () => logged.join("").match(/"reason":"\w+","DatabaseFailed":1/g);

test("a question and a probe count once each", async () => {
  const database = openDatabase(demoSettings.connection);
  const context = { tenant: "acme", user: "ada" };
  const answering = { settings: demoSettings, database, model: undefined, now: Date.now };
  await expect(answerQuestion("How many users?", context, answering)).rejects.toMatchObject({
    rule: "database_unreachable",
  });
  expect(readFailures()).toEqual(['"reason":"unreachable","DatabaseFailed":1']);
  await expect(database.probe()).rejects.toMatchObject({ reason: "unreachable" });
  expect(readFailures()).toHaveLength(2);
});
