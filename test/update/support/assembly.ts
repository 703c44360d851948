import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
export const templateSchema = z.object({
  Description: z.string().optional(),
  Resources: z.record(z.string(), resource),
  Parameters: z.record(z.string(), z.looseObject({})).optional(),
  Outputs: z.record(z.string(), z.looseObject({})).optional(),
});
export type Template = z.output<typeof templateSchema>;
export type Resource = Template["Resources"][string];

/** What is known of a stack beside its template. */
export const stackSchema = z.object({ id: z.string(), stackName: z.string(), dependsOn: z.array(z.string()) });

export interface RecordedStack extends z.output<typeof stackSchema> {
  readonly template: Template;
}

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.looseObject({ stackName: z.string().optional(), templateFile: z.string().optional() }).optional(),
      dependencies: z.array(z.string()).default([]),
    }),
  ),
});

export const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), "utf8"));

/** Reads the stacks of a cloud assembly, in the order of their deployment. */
export function readAssembly(directory: string): RecordedStack[] {
  const { artifacts } = manifestSchema.parse(readJson(directory, "manifest.json"));
  return Object.entries(artifacts).flatMap(([id, { type, properties, dependencies }]) => {
    if (type !== "aws:cloudformation:stack") return [];
    const { stackName = id, templateFile = "" } = properties ?? {};
    const dependsOn = dependencies.filter((name) => artifacts[name]?.type === type);
    return [{ id, stackName, dependsOn, template: templateSchema.parse(readJson(directory, templateFile)) }];
  });
}
