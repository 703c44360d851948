import type { Tool } from "./tool.ts";

/**
 * All tools of some sets, in their order: assistants keep what they know of a list that does not change.
 * @throws Error for a name that two tools have
 */
export function listTools(...sets: readonly (readonly Tool[])[]): readonly Tool[] {
  const tools = sets.flat();
  const names = new Set(tools.map(({ name }) => name));
  if (names.size < tools.length) throw new Error("Two tools have the same name.");
  return tools;
}

/** By its exact name. */
export const findTool = (tools: readonly Tool[], name: string): Tool | undefined =>
  tools.find((tool) => tool.name === name);
