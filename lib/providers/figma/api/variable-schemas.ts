// The fields that we read of a file's variables: developers.figma.com/docs/rest-api/variables-endpoints
import * as z from "zod";

const color = () => z.object({ r: z.number(), g: z.number(), b: z.number(), a: z.number().default(1) });
const alias = () => z.object({ type: z.literal("VARIABLE_ALIAS"), id: z.string() });
export type Color = z.output<ReturnType<typeof color>>;

const variable = () =>
  z.object({
    id: z.string(),
    name: z.string(),
    variableCollectionId: z.string(),
    resolvedType: z.enum(["BOOLEAN", "FLOAT", "STRING", "COLOR"]),
    valuesByMode: z.record(z.string(), z.union([z.boolean(), z.number(), z.string(), alias(), color()])),
    description: z.string().default(""),
    scopes: z.array(z.string()).default([]),
    codeSyntax: z.record(z.string(), z.string()).default({}),
    hiddenFromPublishing: z.boolean().default(false),
  });
export type Variable = z.output<ReturnType<typeof variable>>;
export type VariableValue = Variable["valuesByMode"][string];

const collection = () =>
  z.object({
    id: z.string(),
    name: z.string(),
    modes: z.array(z.object({ modeId: z.string(), name: z.string() })),
    defaultModeId: z.string(),
    remote: z.boolean().default(false),
  });
export type Collection = z.output<ReturnType<typeof collection>>;

export const localVariables = () =>
  z.object({
    variables: z.record(z.string(), variable()),
    variableCollections: z.record(z.string(), collection()),
  });
export type LocalVariables = z.output<ReturnType<typeof localVariables>>;
