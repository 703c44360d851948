// The repository's documents for people, with their blocks of code.
import { glob, readFile } from "node:fs/promises";

export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** The nearest heading above it. */
  readonly heading: string;
}

export interface TextDocument {
  /** Relative to the repository: docs/api.md */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
}

/** Reads every document of the repository's top folder, of docs and of .github. */
export async function readDocuments(): Promise<TextDocument[]> {
  const files: string[] = [];
  for await (const file of glob(["*.md", "docs/**/*.md", ".github/*.md"])) files.push(file);
  return Promise.all(files.sort().map(readDocument));
}

/** @param file relative to the repository */
export async function readDocument(file: string): Promise<TextDocument> {
  const text = await readFile(file, "utf8");
  return { file, text, blocks: listBlocks(text) };
}

/** A block may be indented, as part of a list. */
function listBlocks(text: string): CodeBlock[] {
  let heading = "";
  return [...text.matchAll(/^#+ (.*)$|^( *)```(\w*)\n([\s\S]*?)^ *```$/gm)].flatMap(
    ([, title, , language = "", code]) => {
      if (code !== undefined) return [{ language, code, heading }];
      heading = title ?? heading;
      return [];
    },
  );
}
