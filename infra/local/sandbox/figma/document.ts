// The node tree of a Figma file, and the cuts `depth` and `ids` make in it.
import { pictureUrl } from "./pictures.ts";
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

const frame = (id: string, name: string): Node => ({
  id,
  name,
  type: "FRAME",
  children: [
    { id: `${id}1`, name: "Title", type: "TEXT" },
    { id: `${id}2`, name: "Button", type: "INSTANCE" },
  ],
});

function documentOf(file: FigmaFile): Node {
  const pages = [
    { id: "1:1", name: file.name, type: "CANVAS", children: [frame("1:10", "Desktop"), frame("1:20", "Phone")] },
    { id: "2:1", name: "Archive", type: "CANVAS", children: [] },
  ];
  return { id: "0:0", name: "Document", type: "DOCUMENT", children: pages };
}

/** Depth 1 is the pages only, as Figma counts. */
function cut(node: Node, depth: number): Node {
  const { children, ...rest } = node;
  if (children === undefined) return node;
  return depth === 0 ? rest : { ...rest, children: children.map((child) => cut(child, depth - 1)) };
}

/** Keeps the named nodes, what leads to them and what is below them. */
function only(node: Node, ids: readonly string[]): Node | undefined {
  if (ids.includes(node.id)) return node;
  const children = (node.children ?? []).flatMap((child) => only(child, ids) ?? []);
  return children.length > 0 ? { ...node, children } : undefined;
}

/** Every id in a file. */
export const nodeIdsOf = (file: FigmaFile): Set<string> => new Set(idsIn(documentOf(file)));
const idsIn = ({ id, children = [] }: Node): string[] => [id, ...children.flatMap(idsIn)];

export interface Cut {
  readonly depth: number | undefined;
  readonly ids: readonly string[];
}

export function fileAnswer(file: FigmaFile, { depth, ids }: Cut, origin: string): object {
  const whole = documentOf(file);
  const kept = ids.length > 0 ? (only(whole, ids) ?? { ...whole, children: [] }) : whole;
  return {
    name: file.name,
    role: "editor",
    lastModified: file.last_modified,
    editorType: "figma",
    thumbnailUrl: pictureUrl(origin, file.key),
    version: file.version,
    document: depth === undefined ? kept : cut(kept, depth),
    components: { "1:102": { key: "cmp-button", name: "Button", description: "", remote: false } },
    componentSets: {},
    schemaVersion: 0,
    styles: { "3:1": { key: "sty-brand", name: "Brand", styleType: "FILL", description: "", remote: false } },
  };
}
