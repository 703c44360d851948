// Published components and styles, and variables. Only the home page's file has any.
import { type Answer, jsonAnswer } from "../exchange.ts";
import { publicUser } from "./comments.ts";
import type { PlacedFile } from "./document.ts";
import { figmaErrorWithMessage } from "./errors.ts";
import { buildPictureUrl } from "./pictures.ts";
import type { Plan } from "./plan.ts";

const homeFileKey = "FigHome000000000000001";

const published = { components: ["Button", "Icon"], component_sets: ["Button set"] } as const;

export function listPublished(what: keyof typeof published, file: PlacedFile, origin: string): Answer {
  const names = file.key === homeFileKey ? published[what] : [];
  const found = names.map((name, at) => ({
    key: `${what === "components" ? "cmp" : "set"}-${name.toLowerCase().replace(" ", "-")}`,
    file_key: file.key,
    node_id: `1:${102 + at}`,
    thumbnail_url: buildPictureUrl(origin, `${file.key}-${name}`),
    name,
    description: `${name} of the sandbox`,
    created_at: file.last_modified,
    updated_at: file.last_modified,
    user: publicUser("ada"),
    containing_frame: { name: "Desktop", nodeId: "1:10", pageId: "1:1", pageName: file.name },
  }));
  return jsonAnswer({ status: 200, error: false, meta: { [what]: found } });
}

export function localVariables(file: PlacedFile, { settings }: Plan): Answer {
  if (!settings.enterprise) return figmaErrorWithMessage(settings.variablesRefusal, "Limited by Figma plan");
  const [variables, collections] = file.key === homeFileKey ? [allVariables, allCollections] : [[], []];
  const byId = (all: readonly { readonly id: string }[]) => Object.fromEntries(all.map((one) => [one.id, one]));
  return jsonAnswer({
    status: 200,
    error: false,
    meta: { variables: byId(variables), variableCollections: byId(collections) },
  });
}

type Type = "COLOR" | "FLOAT" | "STRING" | "BOOLEAN";
type Values = Readonly<Record<string, unknown>>;

/** @param id its first number is that of its collection */
const createVariable = (id: string, name: string, resolvedType: Type, valuesByMode: Values) => ({
  id: `VariableID:${id}`,
  name,
  key: `key-${id}`,
  variableCollectionId: `VariableCollectionId:${id.split(":")[0]}:0`,
  resolvedType,
  valuesByMode,
  remote: false,
  description: "",
  hiddenFromPublishing: false,
  scopes: ["ALL_SCOPES"],
  codeSyntax: {},
});

const createAlias = (id: string) => ({ type: "VARIABLE_ALIAS", id: `VariableID:${id}` });
const [blue, white, night] = [
  { r: 0, g: 0.4, b: 1, a: 1 },
  { r: 1, g: 1, b: 1, a: 1 },
  { r: 0.05, g: 0.05, b: 0.1, a: 1 },
];

const allVariables = [
  createVariable("4:1", "color/blue", "COLOR", { "4:0": blue }),
  createVariable("4:2", "color/white", "COLOR", { "4:0": white }),
  createVariable("4:3", "color/night", "COLOR", { "4:0": night }),
  createVariable("4:4", "space/small", "FLOAT", { "4:0": 8 }),
  createVariable("4:5", "font/body", "STRING", { "4:0": "Inter" }),
  createVariable("5:1", "background", "COLOR", { "5:0": createAlias("4:2"), "5:1": createAlias("4:3") }),
  createVariable("5:2", "accent", "COLOR", { "5:0": createAlias("4:1"), "5:1": createAlias("4:1") }),
  createVariable("5:3", "has shadows", "BOOLEAN", { "5:0": true, "5:1": false }),
];

const createCollection = (id: string, name: string, modes: Readonly<Record<string, string>>) => ({
  id: `VariableCollectionId:${id}`,
  name,
  key: `collection-${id}`,
  modes: Object.entries(modes).map(([modeId, mode]) => ({ modeId, name: mode })),
  defaultModeId: id,
  remote: false,
  hiddenFromPublishing: false,
  variableIds: allVariables.filter((one) => one.variableCollectionId.endsWith(`:${id}`)).map((one) => one.id),
});

const allCollections = [
  createCollection("4:0", "Brand", { "4:0": "Value" }),
  createCollection("5:0", "Theme", { "5:0": "Light", "5:1": "Dark" }),
];
