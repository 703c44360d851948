// The node tree of a Figma file, and its parts that `depth` and `ids` select.
import { buildPictureUrl } from "./pictures.ts";
import { type FigmaFile, projects } from "./seed.ts";

interface Node {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly children?: readonly Node[];
}

export interface PlacedFile extends FigmaFile {
  readonly project: string;
  readonly team: string;
}

export function findFile(key: string): PlacedFile | undefined {
  for (const { id: project, team, files } of projects) {
    const found = files.find((file) => file.key === key);
    if (found) return { ...found, project, team };
  }
  return undefined;
}

const createFrame = (id: string, name: string): Node => ({
  id,
  name,
  type: "FRAME",
  children: [
    { id: `${id}1`, name: "Title", type: "TEXT" },
    { id: `${id}2`, name: "Button", type: "INSTANCE" },
  ],
});

function buildDocument(file: FigmaFile): Node {
  const pages = [
    {
      id: "1:1",
      name: file.name,
      type: "CANVAS",
      children: [createFrame("1:10", "Desktop"), createFrame("1:20", "Phone")],
    },
    { id: "2:1", name: "Archive", type: "CANVAS", children: [] },
  ];
  return { id: "0:0", name: "Document", type: "DOCUMENT", children: pages };
}

/** Depth 1 means the pages only, as in Figma's API. */
function limitDepth(node: Node, depth: number): Node {
  const { children, ...rest } = node;
  if (children === undefined) return node;
  return depth === 0 ? rest : { ...rest, children: children.map((child) => limitDepth(child, depth - 1)) };
}

/** Keeps the named nodes, their ancestors and their descendants. */
function keepNodes(node: Node, ids: readonly string[]): Node | undefined {
  if (ids.includes(node.id)) return node;
  const children = (node.children ?? []).flatMap((child) => keepNodes(child, ids) ?? []);
  return children.length > 0 ? { ...node, children } : undefined;
}

/** Every id in a file. */
export const listNodeIds = (file: FigmaFile): Set<string> => new Set(collectIds(buildDocument(file)));
const collectIds = ({ id, children = [] }: Node): string[] => [id, ...children.flatMap(collectIds)];

export interface FileSelection {
  readonly depth: number | undefined;
  readonly ids: readonly string[];
}

export function buildFileAnswer(file: FigmaFile, { depth, ids }: FileSelection, origin: string): object {
  const whole = buildDocument(file);
  const selected = ids.length > 0 ? (keepNodes(whole, ids) ?? { ...whole, children: [] }) : whole;
  return {
    name: file.name,
    role: "editor",
    lastModified: file.last_modified,
    editorType: "figma",
    thumbnailUrl: buildPictureUrl(origin, file.key),
    version: file.version,
    document: depth === undefined ? selected : limitDepth(selected, depth),
    components: { "1:102": { key: "cmp-button", name: "Button", description: "", remote: false } },
    componentSets: {},
    schemaVersion: 0,
    styles: { "3:1": { key: "sty-brand", name: "Brand", styleType: "FILL", description: "", remote: false } },
  };
}
