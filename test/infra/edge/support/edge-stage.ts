// A stage with an edge, for tests of what is deployed for it.
import { defineStage, type Stage, type StageInput } from "../../../../infra/config.ts";
import { exampleInput } from "../../support/synthesized.ts";

export const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-1111-2222-333344445555";

type EdgeInput = NonNullable<StageInput["edge"]>;

/** @param edge its settings besides the certificate @param more of the stage */
export const defineEdgeStage = (edge: EdgeInput = {}, more: Partial<StageInput> = {}) => {
  const stage: Stage = defineStage({ ...exampleInput, ...more, edge: { certificateArn, ...edge } });
  if (stage.edge === undefined) throw new Error("The stage has no edge.");
  return { ...stage, edge: stage.edge };
};
