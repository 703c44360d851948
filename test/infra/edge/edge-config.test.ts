import { expect, test } from "vitest";
import { defineStage, type StageInput } from "../../../infra/config.ts";
import { exampleInput } from "../support/synthesized.ts";
import { certificateArn } from "./support/edge-stage.ts";

const mistake = (edge: StageInput["edge"], more: Partial<StageInput> = {}) => {
  try {
    defineStage({ ...exampleInput, ...more, edge });
    return undefined;
  } catch (error) {
    return String(error);
  }
};

const zone = { id: "Z0123456789ABC", name: "example.com" };

test.each<[string, StageInput["edge"], Partial<StageInput>?]>([
  ["with a certificate", { certificateArn }],
  ["with a hosted zone", { hostedZone: zone }],
  ["with a zone of its own", { hostedZone: { ...zone, name: "app.example.com" } }],
  ["in front of an application", { certificateArn, application: "https://front.example.net" }],
  ["on a developer's machine", { certificateArn }, { publicBaseUrl: "http://localhost:8300", region: undefined }],
])("takes an edge %s", (_, edge, more) => expect(mistake(edge, more)).toBeUndefined());

test.each<[string, StageInput["edge"], Partial<StageInput>?]>([
  [
    "edge.certificateArn must be the ARN of a certificate in us-east-1",
    { certificateArn: certificateArn.replace("us-east-1", "eu-central-1") },
  ],
  ["edge.certificateArn is missing", {}],
  ["edge.hostedZone.name is not the domain of app.example.com", { hostedZone: { ...zone, name: "pp.example.com" } }],
  [
    "edge.application must be another origin than publicBaseUrl",
    { certificateArn, application: "https://app.example.com" },
  ],
  ["edge.startsPerFiveMinutes must be at least 10", { certificateArn, startsPerFiveMinutes: 9 }],
  ["edge needs the stage's account and region", { certificateArn }, { region: undefined }],
])("refuses: %s", (sentence, edge, more) => expect(mistake(edge, more)).toContain(sentence));
